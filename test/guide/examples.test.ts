// The guide's promises, as programs of our own: each is run as its reader would run it, against the local Bedrock.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EmulatorOptions, JournalEntry } from '@outcrop/emulator'
import { describe, expect, test } from 'vitest'
import { localBedrock, root, runExample } from './run-example.js'

interface Promised {
  readonly file: string
  readonly prints: RegExp
  readonly emulator?: EmulatorOptions
  readonly env?: Readonly<Record<string, string>>
  readonly flags?: readonly string[]
  readonly status?: number
  /** What the journal holds: for each request a part of it. */
  readonly requests: readonly object[]
}

const scripted = (text: string): EmulatorOptions => ({
  engine: { kind: 'scenario', scenarios: [{ reply: { text } }] },
})
const sonnet = { operation: 'InvokeModel', model: 'claude-sonnet-4-5', status: 200 }
const stream = { operation: 'InvokeModelWithResponseStream', status: 200 }
const denied: EmulatorOptions = {
  faults: [{ kind: 'http', status: 403, type: 'AccessDeniedException', message: 'no' }],
}
const bodyHas = (part: object) => ({ request: { body: expect.objectContaining(part) as object } })

const promised: readonly Promised[] = [
  { file: 'check-health.js', prints: /1\. credentials: passed[^]*4\. invocation: passed/, requests: [{ status: 200 }] },
  {
    file: 'check-health.js',
    emulator: denied,
    prints: /4\. invocation: failed\. no\n {3}\S/,
    status: 1,
    requests: [{ status: 403 }],
  },
  {
    file: 'generate-code.js',
    emulator: { engine: { kind: 'scenario', scenarios: [{ reply: { thinking: 'Quotes!', text: 'the code' } }] } },
    prints: /^the code\nus\.anthropic\.claude-sonnet-4-5-\S+: \d+ tokens, \$0\.\d+, stopped for end_turn\n$/,
    requests: [sonnet],
  },
  {
    file: 'handle-errors.js',
    prints: /^unknown_model: Did you mean claude-sonnet-4-5[^]*\ninvalid_request, after 0 attempts: .*temperature/,
    requests: [],
  },
  {
    file: 'stream-code.js',
    emulator: scripted('a b c'),
    prints: /^a b c\n\d+ tokens, \$0\.\d+, stopped/,
    requests: [stream],
  },
  { file: 'stream-with-retry.js', emulator: scripted('a b c'), prints: /^a b c\n5 characters\n$/, requests: [stream] },
  {
    file: 'stream-with-retry.js',
    emulator: {
      faults: [
        { kind: 'cut', atEvent: 4, offset: 20, match: { nth: 1 } },
        { kind: 'http', status: 503, match: { nth: 2 } },
      ],
    },
    prints: /\d+ characters\n$/,
    requests: [stream, { status: 503 }, stream],
  },
  {
    file: 'send-commands.js',
    emulator: { faults: [{ kind: 'http', status: 503, match: { nth: 1 } }] },
    prints: /answered at attempt 2\n$/,
    requests: [{ status: 503 }, sonnet],
  },
  {
    file: 'choose-model.js',
    prints: /^generate: Claude Sonnet[^\n]*\ntest: Claude Sonnet[^\n]*\ndesign: Claude Opus[^\n]*\nhigh: Claude Opus/,
    requests: [{}, {}, {}, {}],
  },
  {
    file: 'give-context.js',
    prints: /\w/,
    requests: [
      bodyHas({ messages: [{ role: 'user', content: expect.stringContaining('Number.parseInt(text)') as string }] }),
    ],
  },
  {
    file: 'temperature-by-task.js',
    prints: /claude-sonnet-5-5, ideas: end_turn\nClaude Sonnet 5\.5 takes no sampling parameters/,
    requests: [
      bodyHas({ temperature: 0.2 }),
      bodyHas({ temperature: 0.6 }),
      bodyHas({ temperature: 1 }),
      { status: 200 },
      bodyHas({ output_config: { effort: 'medium' } }),
      { status: 200 },
    ],
  },
  {
    file: 'budget-tokens.js',
    prints: /^about \d+ tokens, hardly more than \d+[^]*room for 64000 tokens/,
    requests: [],
  },
  {
    file: 'log-calls.js',
    prints:
      /"event":"bedrock_success"[^\n]*"costUsd":0\.\d+[^\n]*\n\{[^\n]*"event":"bedrock_error"[^\n]*"remedy":"[^\n]*\n$/,
    requests: [{ status: 200 }],
  },
  {
    file: 'limit-rate.js',
    prints: /^6 answers, 1 attempt each\n$/,
    requests: Array.from({ length: 6 }, () => ({ model: 'claude-haiku-4-5', status: 200 })),
  },
  {
    file: 'track-costs.js',
    prints: /^2 requests: \$0\.\d+ in, \$0\.\d+ out, \$0\.\d+ in all\nbudget_exceeded: nothing was sent\n$/,
    requests: [{ status: 200 }, { status: 200 }],
  },
  {
    file: 'review-code.js',
    emulator: scripted(
      '{"findings":[{"kind":"security","line":1,"what":"SQL from a query string","remedy":"bind it"}]}',
    ),
    prints: /^Claude Opus \S+: 1 findings\nline 1: security: SQL from a query string\n$/,
    requests: [{ status: 200 }],
  },
  {
    file: 'write-tests.js',
    emulator: scripted('test(…)'),
    prints: /^test\(…\)\n$/,
    requests: [bodyHas({ messages: [{ role: 'user', content: expect.stringContaining('parsePort') as string }] })],
  },
  {
    file: 'load-settings.js',
    env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' },
    flags: ['--env-file=examples/guide/.env.production'],
    prints: /^eu\.anthropic\.claude-sonnet-\S+ from eu-central-1, inference in eu\n$/,
    requests: [],
  },
]

test.each(promised)(
  'examples/guide/$file prints $prints',
  async ({ file, prints, emulator, env, flags = [], status, requests }) => {
    const bedrock = await localBedrock(emulator)
    const given = Object.entries({ ...bedrock.env, ...env }).filter(([, value]) => value !== '')
    const run = await runExample(join('guide', file), Object.fromEntries(given), ...flags)
    expect(run.output).toMatch(prints)
    expect(run.status, run.output).toBe(status ?? 0)
    const journal: readonly JournalEntry[] = bedrock.requests()
    expect(journal).toMatchObject(requests)
  },
)

describe('examples/guide', () => {
  const files = readdirSync(join(root, 'examples', 'guide')).filter((name) => name.endsWith('.js'))
  const page = readFileSync(join(root, 'examples', 'guide', 'README.md'), 'utf8')

  test('has no program that is not run, and none that its page does not name', () => {
    expect(new Set(promised.map(({ file }) => file))).toEqual(new Set(files))
    expect([...page.matchAll(/^\| \[([^\]]+)\]\(\1\)/gm)].map((match) => match[1]).toSorted()).toEqual(files)
  })
})
