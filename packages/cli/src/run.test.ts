import { closeSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Emulator } from '@outcrop/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CommandError } from './outcome/command-error.js'
import type { PipedInput } from './prompt/piped-input.js'
import { ReaderGone, run } from './run.js'
import type { TextSink } from './terminal/output.js'

// The whole command line, in this process, against a real local Bedrock.
const folder = mkdtempSync(join(tmpdir(), 'outcrop-run-'))
let emulator: Emulator
beforeAll(async () => {
  const { startEmulator } = await import('@outcrop/emulator')
  const scenarios = [
    { match: { prompt: 'cut off' }, reply: { text: '```ts\nexport const a =', stopReason: 'max_tokens' } },
    { match: { prompt: 'refuse' }, reply: { text: 'No.', stopReason: 'refusal' } },
    { match: { prompt: 'nothing' }, reply: { text: '' } },
    { match: { prompt: 'code' }, reply: { text: 'Here:\n```ts\nexport const a = 1\n```\n' } },
    { match: {}, reply: { thinking: 'Hm.', text: 'An answer.' } },
  ]
  emulator = await startEmulator({ engine: { kind: 'scenario', scenarios } })
})
beforeEach(() => {
  emulator.reset()
  writeFileSync(join(folder, 'kept.ts'), 'old\n')
})
afterAll(async () => {
  await emulator.close()
  rmSync(folder, { recursive: true })
})

const kept = () => readFileSync(join(folder, 'kept.ts'), 'utf8')

function memorySink(): TextSink & { readonly text: () => string } {
  let written = ''
  return {
    text: () => written,
    write: (text) => {
      written += text
      return true
    },
    once: () => undefined,
    removeListener: () => undefined,
  }
}

const terminalInput: PipedInput = {
  isTTY: true,
  destroy: () => undefined,
  [Symbol.asyncIterator]: () => {
    throw new Error('nobody reads from the terminal')
  },
}

interface Options {
  readonly signal?: AbortSignal
  readonly piped?: string
  readonly env?: Readonly<Record<string, string>>
}

async function outcrop(
  argv: readonly string[],
  { signal = new AbortController().signal, piped, env = {} }: Options = {},
) {
  const stdout = memorySink()
  const stderr = memorySink()
  const path = join(folder, 'piped')
  writeFileSync(path, piped ?? '')
  const fd = openSync(path, 'r')
  async function* chunks() {
    yield readFileSync(path)
  }
  const input: PipedInput = { fd, destroy: () => undefined, [Symbol.asyncIterator]: chunks }
  const code = await run({
    argv,
    env: { ...emulator.env, BEDROCK_DEFAULT_MODEL: 'claude-sonnet-4-5', BEDROCK_MAX_RETRIES: '0', ...env },
    cwd: folder,
    home: folder,
    stdin: () => (piped === undefined ? terminalInput : input),
    stdout,
    stderr,
    signal,
    takeSignals: () => () => {},
    loadEnvFile: () => {},
  })
  closeSync(fd)
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

describe('an answer', () => {
  test('goes to standard output alone, and its receipt to standard error', async () => {
    const { code, stdout, stderr } = await outcrop(['a question'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'An answer.\n' })
    expect(stderr).toMatch(/^Claude Sonnet 4\.5 · .*emulated: nothing was charged\n$/)
  })

  test('is written whole to -o, and nothing else is left there', async () => {
    expect(await outcrop(['generate', 'some code', '-x', '-o', 'kept.ts'])).toMatchObject({ code: 0, stdout: '' })
    expect(kept()).toBe('export const a = 1\n')
    // Beside the history, which is kept in the home folder.
    expect(readdirSync(folder).sort()).toEqual(['.outcrop', 'kept.ts', 'piped'])
  })

  test('that was cut off is not written to -o, but not lost either: exit 7', async () => {
    const { code, stdout } = await outcrop(['generate', 'cut off', '-x', '-o', 'kept.ts'])
    expect({ code, stdout }).toEqual({ code: 7, stdout: 'export const a =\n' })
    expect(kept()).toBe('old\n')
  })

  test('that is a refusal is not written to -o: exit 6', async () => {
    expect(await outcrop(['generate', 'refuse this', '-o', 'kept.ts'])).toMatchObject({ code: 6 })
    expect(kept()).toBe('old\n')
  })

  test('without text is not written to -o: exit 11', async () => {
    expect(await outcrop(['generate', 'say nothing', '-o', 'kept.ts'])).toMatchObject({ code: 11 })
    expect(kept()).toBe('old\n')
  })

  test('that fails leaves -o as it was: exit 3', async () => {
    const env = { AWS_SECRET_ACCESS_KEY: 'wrong' }
    expect(await outcrop(['generate', 'some code', '-o', 'kept.ts'], { env })).toMatchObject({ code: 3, stdout: '' })
    expect(kept()).toBe('old\n')
  })
})

describe('a prompt', () => {
  test('holds files and what is piped in', async () => {
    await outcrop(['ask', 'What is this?', 'kept.ts'], { piped: 'piped text' })
    const body = JSON.stringify(emulator.requests().at(-1)?.request.body)
    expect(body).toContain('path=\\"kept.ts\\">\\nold\\n</document>')
    expect(body).toContain('path=\\"(standard input)\\">\\npiped text\\n</document>')
  })

  test.each([
    [['ask', 'What is this?', 'none.ts']],
    [['ask', '']],
    [['-m', 'haiku']],
    [['review', 'src']],
    [['ask', 'a question', '-m', 'sonet']],
    [['ask', 'a question', '-m', 'claude-sonnet-4']],
    [['ask', 'a question', '--max-tokens', 'many']],
  ])('%j is refused with 2, and nothing is sent', async (argv) => {
    const { code, stdout, stderr } = await outcrop(argv)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^outcrop: [^\n]+\n$/)
    expect(emulator.requests()).toEqual([])
  })

  test('of the bare form is asked about what is piped in', async () => {
    const { code } = await outcrop(['commit message', '-m', 'haiku'], { piped: 'diff --git a b\n' })
    expect(code).toBe(0)
    const [entry] = emulator.requests()
    expect(JSON.stringify(entry?.request.body)).toContain('diff --git a b\\n</document>\\n\\ncommit message')
    expect(entry?.model).toContain('haiku')
  })

  test('of a dry run is shown and not sent', async () => {
    const { code, stdout } = await outcrop(['ask', 'What is this?', 'kept.ts', '--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toContain('Nothing was sent.')
    expect(emulator.requests()).toEqual([])
  })

  test('that could cost too much is not sent: exit 5', async () => {
    expect((await outcrop(['a question', '--max-cost', '0.001'])).code).toBe(5)
    expect(emulator.requests()).toEqual([])
  })

  test('that could pass the budget of the project file is not sent: exit 5', async () => {
    const file = join(folder, 'outcrop.config.json')
    writeFileSync(file, JSON.stringify({ budget: { usd: 0.001, per: 'day' } }))
    try {
      expect((await outcrop(['a question'])).code).toBe(5)
      expect(emulator.requests()).toEqual([])
    } finally {
      rmSync(file)
    }
  })
})

test('what goes on with a conversation leaves out those of its files that are gone, or not in the project', async () => {
  const other = mkdtempSync(join(tmpdir(), 'outcrop-run-other-'))
  const [outside, gone] = [join(other, 'notes.md'), join(folder, 'gone.ts')]
  for (const path of [outside, gone]) writeFileSync(path, 'text\n')
  expect(await outcrop(['ask', 'What do these say?', 'kept.ts', 'gone.ts', outside])).toMatchObject({ code: 0 })
  rmSync(gone)
  const edited = await outcrop(['edit', '--continue', '--dry-run', 'Say it again', 'kept.ts'])
  expect(edited).toMatchObject({ code: 0, stdout: expect.stringContaining('kept.ts') as string })
  expect(edited.stderr).toMatch(/notes\.md, of the conversation before, is outside the project, and is left out/)
  expect(edited.stderr).toContain('gone.ts, of the conversation before, is not there any more')
  const asked = await outcrop(['ask', '--continue', '--dry-run', 'And now?'])
  expect(asked).toMatchObject({ code: 0, stdout: expect.stringContaining('notes.md') as string })
  expect(asked.stderr).toContain('gone.ts')
  rmSync(other, { recursive: true })
})

test('a configuration of the local Bedrock starts no program against the real one', async () => {
  const { code, stderr } = await outcrop(['exec', '--config', 'none.json', '--', process.execPath, '-e', '0'])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('Add --local') as string })
})

describe('standard input of a task', () => {
  test('that is empty is none: review looks for what changed, in a folder that is no repository here', async () => {
    const { code, stderr } = await outcrop(['review', '--dry-run'], { piped: '' })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('git') as string })
  })

  test('is not asked for where the subject of a review is named', async () => {
    const list = 'refs/heads/main'
    expect((await outcrop(['review', '--dry-run'], { piped: list })).stdout).toContain('(standard input)')
    const named = await outcrop(['review', 'kept.ts', '--dry-run'], { piped: list })
    expect(named.code).toBe(0)
    expect(named.stdout).toContain('kept.ts')
    expect(named.stdout).not.toContain('(standard input)')
  })

  test('that is empty is no failure: fix runs the command, and asks nobody where it passes', async () => {
    const { code, stderr } = await outcrop(['fix', '--verify', `"${process.execPath}" -e 0`], { piped: '' })
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('nothing to mend') as string })
    expect(emulator.requests()).toEqual([])
    expect(await outcrop(['fix'], { piped: '' })).toMatchObject({ code: 2 })
  })
})

describe('an end that nobody planned', () => {
  test('an interrupt is 130, and --json says so without an error', async () => {
    const facts = { code: 'interrupted', outcome: 'interrupted', message: 'interrupted', remedy: '' } as const
    const signal = AbortSignal.abort(new CommandError(facts))
    const { code, stdout } = await outcrop(['a question', '--json'], { signal })
    expect(code).toBe(130)
    const report = JSON.parse(stdout) as object
    expect(report).toMatchObject({ outcome: 'interrupted' })
    expect(report).not.toHaveProperty('error')
  })

  test('a reader that has gone is no failure', async () => {
    expect(await outcrop(['a question'], { signal: AbortSignal.abort(new ReaderGone()) })).toMatchObject({
      code: 0,
      stderr: '',
    })
  })
})

describe('--json', () => {
  test('is one object on success and on failure', async () => {
    const good = await outcrop(['a question', '--json'])
    expect(JSON.parse(good.stdout)).toMatchObject({ outcome: 'ok', text: 'An answer.\n', emulated: true, attempts: 1 })
    const bad = await outcrop(['cut off', '--json'])
    expect(JSON.parse(bad.stdout)).toMatchObject({ outcome: 'truncated', error: { code: 'truncated' } })
    const worse = await outcrop(['ask', 'a b', 'none.ts', '--json'])
    expect(JSON.parse(worse.stdout)).toMatchObject({ outcome: 'usage', error: { code: 'path' } })
  })

  test('of config shows no secret', async () => {
    const { stdout } = await outcrop(['config', '--json'], { env: { HTTPS_PROXY: 'http://me:secret@proxy:1' } })
    const secret = emulator.env['AWS_SECRET_ACCESS_KEY'] ?? 'none'
    expect(JSON.parse(stdout)).toMatchObject({ credentials: { AWS_SECRET_ACCESS_KEY: { value: '****' } } })
    expect(stdout).not.toContain(secret)
    expect(stdout).not.toContain(':secret@')
  })
})
