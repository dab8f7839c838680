import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { outcropRunner } from './run-outcrop.js'

const { home, run } = outcropRunner()
writeFileSync(join(home, 'a.ts'), 'export const a = 1\n')
writeFileSync(join(home, 'image.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]))
mkdirSync(join(home, 'src'))

/** Where nothing listens: who gets here has not been refused in time. */
const nowhere = ['--endpoint-url', 'http://127.0.0.1:1']

describe('what asks for nothing', () => {
  test('--version prints the version', async () => {
    expect(await run(['--version'])).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    })
  })

  test.each([['--help'], ['help'], ['-h']])('%s lists the commands on standard output', async (word) => {
    const { code, stdout, stderr } = await run([word])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('  generate     write code')
  })

  test('without arguments and without a pipe it shows the same', async () => {
    expect((await run([])).stdout).toContain('Change files:')
  })

  test('generate --help lists its options', async () => {
    expect((await run(['generate', '--help'])).stdout).toContain('--max-tokens <n>')
  })
})

describe('a wrong command line ends in one line and exit code 2', () => {
  test.each([
    [
      ['generate', 'Add validation', 'none.ts'],
      'outcrop: there is no file none.ts. Check the path; a prompt of several words needs quotes.',
    ],
    [
      ['generate', 'Explain this', 'image.png'],
      'outcrop: image.png is not sent: not text in UTF-8 or UTF-16. Name text files only, in UTF-8 or UTF-16.',
    ],
    [
      ['generate', 'a.ts'],
      'outcrop: a.ts is a file, and there is no prompt before it. Say what to do with it: outcrop generate "…" a.ts',
    ],
    [['generate'], 'outcrop: the prompt is empty. Say what you want: outcrop generate "what to write", or pipe it in.'],
    [['ask', '   '], 'outcrop: the prompt is empty. Say what you want: outcrop ask "your question", or pipe it in.'],
    [[''], 'outcrop: the prompt is empty. Say what you want: outcrop ask "your question", or pipe it in.'],
    [['bulk', 'src'], 'outcrop: this version has no command "bulk". To ask the model, write: outcrop ask "bulk src"'],
    [
      ['modles'],
      'outcrop: there is no command "modles". Did you mean models? Or if it is a question, write: outcrop ask "modles"',
    ],
    [
      ['ask', 'a b', '--modle', 'x'],
      'outcrop: there is no option --modle (Did you mean --model?). outcrop ask --help lists its options.',
    ],
    [['ask', 'a b', '-o', 'none/a.md'], 'outcrop: there is no folder none for --output. Create it first.'],
    [['ask', 'a b', '-o', 'src'], 'outcrop: src is a folder. Give --output the path of a file.'],
  ])('outcrop %j', async (args, line) => {
    expect(await run([...args, ...(args[0] === '' || args.length === 1 ? [] : nowhere)])).toEqual({
      code: 2,
      stdout: '',
      stderr: `${line}\n`,
    })
  })

  test('an environment file that is not there', async () => {
    const { code, stdout, stderr } = await run(['config', '--env-file', 'none.env'])
    expect(stdout).toBe('')
    expect(stderr).toContain('none.env')
    // Node (20.20 and 24.21 do) looks for this option in the arguments of scripts too, and then gives up with 9 and a
    // line of its own before the script begins; either way one line names the file.
    expect([2, 9]).toContain(code)
  })

  test('an unknown model names the nearest ones', async () => {
    const { code, stdout, stderr } = await run(['ask', 'a b', '-m', 'sonet', '--region', 'us-east-1', ...nowhere])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^outcrop: .*sonet.*sonnet.*\n$/)
  })

  test('a model past its end of life is refused before anything is sent, with its successor', async () => {
    const args = ['ask', 'a b', '-m', 'claude-sonnet-4', '--region', 'us-east-1', ...nowhere]
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^outcrop: [^\n]*claude-sonnet-[^\n]*\n$/)
  })

  test('two places to call contradict each other', async () => {
    const both = await run(['ask', 'a b', '--local', ...nowhere])
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('--endpoint-url and --local') as string })
    const variable = await run(['ask', 'a b', ...nowhere], { env: { OUTCROP_LOCAL: '1' } })
    expect(variable).toMatchObject({ code: 2, stderr: expect.stringContaining('OUTCROP_LOCAL') as string })
  })

  test('a wrong value in the environment names its variable', async () => {
    const { code, stderr } = await run(['config'], { env: { BEDROCK_MAX_RETRIES: 'many' } })
    expect(code).toBe(2)
    expect(stderr).toContain('BEDROCK_MAX_RETRIES')
  })

  test('--json says the same in one object, and standard error keeps the line', async () => {
    const { code, stdout, stderr } = await run(['generate', 'Add validation', 'none.ts', '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toEqual({
      outcome: 'usage',
      error: {
        code: 'path',
        message: 'there is no file none.ts',
        remedy: 'Check the path; a prompt of several words needs quotes.',
      },
    })
    expect(stderr).toMatch(/^outcrop: there is no file none\.ts\./)
  })

  test('--json is kept even where the options cannot be read', async () => {
    const { code, stdout } = await run(['ask', 'a b', '--nonsense', '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'usage', error: { code: 'usage' } })
  })
})
