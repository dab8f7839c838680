import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { spawn, spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { finished, outcropRunner } from './run-outcrop.js'

const { home, run } = outcropRunner()
const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

describe('--local', () => {
  test('answers the guide’s example from a labelled file, without account or network, and says so', async () => {
    const { code, stdout, stderr } = await run(['generate', 'A TypeScript function for the median', '--local'])
    expect(code).toBe(0)
    expect(stdout).toContain('export function median(')
    expect(stderr).toContain('outcrop: local Bedrock: every answer is emulated')
    expect(stderr).toMatch(/ · \d+ tokens in, \d+ out · \$0\.\d+ · .* · emulated: nothing was charged\n$/)
  })

  test('OUTCROP_LOCAL=1 says the same, and nothing of the real environment is used', async () => {
    const env = {
      OUTCROP_LOCAL: '1',
      AWS_BEARER_TOKEN_BEDROCK: 'real',
      AWS_PROFILE: 'real',
      HTTP_PROXY: 'http://127.0.0.1:1',
    }
    const { code, stdout } = await run(['generate', 'median in TypeScript', '-x', '--json'], { env })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'ok', emulated: true })
  })

  test('-x writes code that compiles, documents itself and is right', async () => {
    const { code, stdout } = await run(['generate', 'median in TypeScript', '-x', '--local'])
    expect(code).toBe(0)
    const path = join(home, 'median.ts')
    writeFileSync(path, stdout)
    const compiled = spawnSync(
      process.execPath,
      [
        at('node_modules/typescript/bin/tsc'),
        '--strict',
        '--target',
        'es2023',
        '--module',
        'nodenext',
        '--moduleResolution',
        'nodenext',
        '--ignoreConfig',
        '--noUncheckedIndexedAccess',
        '--types',
        '',
        path,
      ],
      { cwd: home, encoding: 'utf8' },
    )
    expect(compiled.stdout + compiled.stderr).toBe('')
    expect(stdout).toMatch(/^\/\*\*[^]*@param[^]*@returns/)
    writeFileSync(join(home, 'package.json'), '{"type":"module"}')
    const { median } = (await import(/* @vite-ignore */ join(home, 'median.js'))) as {
      median: (values: readonly number[]) => unknown
    }
    const values = [10, 9, 1, 100]
    expect([median([]), median([5]), median([3, 1, 2]), median(values), median([-1, -10])]).toEqual([
      undefined,
      5,
      2,
      9.5,
      -5.5,
    ])
    expect(values).toEqual([10, 9, 1, 100])
  })

  test('any other prompt gets a prepared text that says what it is', async () => {
    const { code, stdout } = await run(['What is a monad?', '--local'])
    expect(code).toBe(0)
    expect(stdout).toContain('no model has read it')
  })

  test.each([
    ['the environment', { OUTCROP_MODELS: '/nowhere/models.json' }, {}],
    ['the project file', {}, { models: 'nowhere/models.json' }],
  ])('a file of models that is not there, named by %s, is 2, and the command ends', async (_where, env, settings) => {
    const cwd = mkdtempSync(join(home, 'project-'))
    writeFileSync(join(cwd, 'outcrop.config.json'), JSON.stringify(settings))
    const { code, stderr } = await run(['ask', 'What is a monad?', '--local'], { env, cwd })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('models.json') as string })
  })

  test('health passes its four steps', async () => {
    const { code, stdout } = await run(['health', '--local'])
    expect(code).toBe(0)
    expect(stdout.match(/PASSED/g)).toHaveLength(5)
    expect(stdout).toMatch(/Health check PASSED \(emulated/)
  })
})

/** What `npm start -- <args>` runs once all is built. */
function start(args: readonly string[]) {
  const { PATH = '', SystemRoot = '' } = process.env
  const child = spawn(process.execPath, [at('scripts/start.js'), ...args], {
    cwd: at('.'),
    env: { PATH, SystemRoot, HOME: home, USERPROFILE: home, INIT_CWD: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return finished(child)
}

describe('npm start', () => {
  test('writes code on the local Bedrock, with tokens and cost, and says what to try next', async () => {
    const { code, stdout, stderr } = await start([])
    expect(code).toBe(0)
    expect(stdout).toContain('export function median(')
    expect(stderr).toMatch(
      /OUTCROP_LOCAL=1[^]*outcrop generate[^]*tokens in[^]*\$0\.\d+[^]*emulated[^]*What to try next/,
    )
  })

  test('takes a command line, with paths from where npm was called, and hands its exit code on', async () => {
    writeFileSync(join(home, 'form.ts'), 'export const form = 1\n')
    const ok = await start(['generate', 'Add input validation', 'form.ts', '--json'])
    expect(ok.code).toBe(0)
    expect(JSON.parse(ok.stdout)).toMatchObject({ outcome: 'ok', emulated: true })
    expect(await start(['generate', 'Add input validation', 'none.ts'])).toMatchObject({ code: 2, stdout: '' })
  })
})

test('the health script of the guide runs the same check', async () => {
  const { PATH = '', SystemRoot = '' } = process.env
  const child = spawn(process.execPath, [at('scripts/aws-bedrock-health-check.js'), '--local', '--json'], {
    env: { PATH, SystemRoot, HOME: home, USERPROFILE: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { code, stdout } = await finished(child)
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'ok', healthy: true, emulated: true })
})

test('the scenario file says what it is', () => {
  const file = JSON.parse(readFileSync(at('packages/cli/scenarios/local.json'), 'utf8')) as { label: string }
  expect(file.label).toMatch(/no model/)
})
