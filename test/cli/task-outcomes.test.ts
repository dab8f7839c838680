import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault, Scenario } from '@outcrop/emulator'
import { beforeAll, describe, expect, test } from 'vitest'
import { finished, outcropRunner } from './run-outcrop.js'
import { edit, projectOf, script, scripted } from './task-project.js'

const { run, start, home } = outcropRunner()
beforeAll(() => {
  mkdirSync(join(home, '.outcrop'))
  // A call that is throttled would wait for quota else.
  writeFileSync(join(home, '.outcrop', 'config.json'), '{"maxQueueMs":0}')
})
const code = 'export function add(a, b) {\n  return a - b\n}\n'
const files = { 'add.js': code }
const mended = edit('add.js', '  return a - b', '  return a + b')
const finding = (quote: string) => ({
  path: 'add.js',
  quote,
  line: 90,
  explanation: 'It subtracts.',
  title: 'Subtracts',
  rule: 'wrong-operator',
  severity: 'high',
})
const findings = JSON.stringify({ findings: [finding('  return a - b')] })
const verdict = (real: boolean) => JSON.stringify({ verdicts: [{ number: 1, reason: 'It says so.', real }] })
const stopped = (stopReason: 'refusal' | 'max_tokens', text: string): readonly Scenario[] => [
  { reply: { text, stopReason } },
]

interface Report {
  readonly outcome: string
  readonly error?: { readonly code: string; readonly message: string; readonly remedy: string }
  readonly findings?: readonly unknown[]
  readonly applied?: boolean
  readonly run?: string
}

interface Case {
  readonly scenarios?: readonly Scenario[]
  readonly faults?: readonly Fault[]
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a command that must not change its project, and gives its code and its one JSON object. */
async function ending({ scenarios = script(mended), faults = [], args, env }: Case) {
  const project = projectOf(files)
  const { where, from } = await scripted(scenarios, { faults })
  const options = from(project.root, env === undefined ? {} : { env })
  const { code: exit, stdout } = await run([...args, ...where, '--json'], options)
  expect(project.read('add.js')).toBe(code)
  expect(project.names()).toEqual(['add.js'])
  expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  return { exit, report: JSON.parse(stdout) as Report }
}

const edits = ['edit', 'mend it', 'add.js', '--apply']
const review = ['review', 'add.js', '--fail-on', 'high']

const faults: readonly (readonly [string, Fault, number, string])[] = [
  [
    'throttling',
    { kind: 'http', status: 429, type: 'ThrottlingException', message: 'Too many requests' },
    4,
    'throttled',
  ],
  [
    'no capacity',
    { kind: 'http', status: 503, type: 'ServiceUnavailableException', message: 'Busy' },
    4,
    'unavailable',
  ],
  ['an inner fault', { kind: 'http', status: 500, type: 'InternalServerException', message: 'Oops' }, 4, 'internal'],
  [
    'a refused request',
    { kind: 'http', status: 400, type: 'ValidationException', message: 'No' },
    2,
    'invalid_request',
  ],
  [
    'a denied action',
    {
      kind: 'http',
      status: 403,
      type: 'AccessDeniedException',
      message: 'not authorized to perform: bedrock:InvokeModel',
    },
    3,
    'access_denied',
  ],
  [
    'an unknown model',
    { kind: 'http', status: 404, type: 'ResourceNotFoundException', message: 'No such model' },
    2,
    'model_not_found',
  ],
  ['an expired token', { kind: 'expired-token' }, 3, 'credentials_expired'],
  ['silence', { kind: 'hang' }, 4, 'deadline'],
  ['a reset', { kind: 'reset' }, 4, 'network'],
  ['a reset in the middle', { kind: 'reset', atEvent: 3 }, 4, 'stream_interrupted'],
  ['a frame cut off', { kind: 'cut', atEvent: 3, offset: 9 }, 4, 'stream_interrupted'],
  ['an end without its event', { kind: 'eof', atEvent: 3 }, 4, 'stream_interrupted'],
  ['an answer that stalls', { kind: 'stall', atEvent: 3, ms: 60_000 }, 4, 'stream_interrupted'],
  [
    'an exception in the stream',
    { kind: 'exception', atEvent: 3, type: 'modelStreamErrorException' },
    4,
    'stream_interrupted',
  ],
  ['an error frame', { kind: 'error-frame', atEvent: 3 }, 4, 'stream_interrupted'],
  ['a wrong checksum', { kind: 'checksum', atEvent: 3 }, 4, 'stream_interrupted'],
]

describe('what goes wrong has its exit code, one JSON object, and nothing written', { timeout: 60_000 }, () => {
  test.each(faults)('%s, while it edits', async (_what, fault, exit, error) => {
    const end = await ending({ faults: [fault], args: edits })
    expect(end).toMatchObject({ exit, report: { error: { code: error } } })
    expect(end.report.error?.remedy).not.toBe('')
  })

  test.each([
    ['edit', edits, mended],
    ['review', review, findings],
    ['fix', ['fix', 'add.js'], mended],
    ['write-tests', ['write-tests', 'add.js', '--apply'], mended],
    ['design', ['design', 'how?', 'add.js'], 'So.'],
  ])('%s refused by the model is 6, also where something like an answer stands in it', async (_name, args, text) => {
    const end = await ending({ scenarios: stopped('refusal', text), args })
    expect(end).toMatchObject({ exit: 6, report: { outcome: 'refused' } })
    expect(end.report.findings).toBeUndefined()
  })

  test.each([
    ['edit', edits, mended],
    ['review', review, findings],
    ['document', ['document', 'add.js', '--apply'], mended],
  ])('%s cut off is 7, also where what came looks whole', async (_name, args, text) => {
    expect(await ending({ scenarios: stopped('max_tokens', text), args })).toMatchObject({
      exit: 7,
      report: { outcome: 'truncated' },
    })
  })

  test('an answer without edits is 8', async () => {
    const end = await ending({ scenarios: script('I would rather not say.'), args: edits })
    expect(end).toMatchObject({ exit: 8, report: { outcome: 'edits_failed', error: { code: 'no_edits' } } })
  })

  test('edits that quote what is not there are 8, after the block was asked for again twice', async () => {
    const project = projectOf(files)
    const { where, from, emulator } = await scripted(script(edit('add.js', '  const nowhere = 1', '  const x = 2')))
    const { code: exit, stdout } = await run([...edits, ...where, '--json'], from(project.root))
    expect({ exit, report: JSON.parse(stdout) as Report }).toMatchObject({
      exit: 8,
      report: { outcome: 'edits_failed' },
    })
    expect(emulator.requests()).toHaveLength(3)
    expect(project.read('add.js')).toBe(code)
  })

  test('one bad edit of two keeps the good one from being written', async () => {
    const both = `${mended}${edit('add.js', 'nothing like it', 'x')}`
    const end = await ending({ scenarios: script(both, edit('add.js', 'nor like this', 'x')), args: edits })
    expect(end).toMatchObject({ exit: 8, report: { outcome: 'edits_failed', applied: false } })
  })

  test('an edit outside the project is 8', async () => {
    const end = await ending({ scenarios: script(newFile('../out.js')), args: edits })
    expect(end).toMatchObject({ exit: 8, report: { outcome: 'edits_failed' } })
  })

  test('a command that goes on failing is 9', async () => {
    const end = await ending({ args: [...edits, '--verify', 'node -e process.exit(1)', '--max-attempts', '1'] })
    expect(end).toMatchObject({ exit: 9, report: { outcome: 'verification_failed', applied: false } })
    expect(end.report.run).toMatch(/^\d{8}T\d{6}-[0-9a-f]{8}$/)
  })

  test('a call that could cost more than --max-cost is 5, and is not made', async () => {
    expect(await ending({ args: [...edits, '--max-cost', '0.000001'] })).toMatchObject({
      exit: 5,
      report: { outcome: 'budget', error: { code: 'budget_exceeded' } },
    })
  })

  test.each([
    ['a missing file', ['edit', 'mend it', 'nowhere.js']],
    ['no instruction', ['edit', 'add.js']],
    ['an unknown template', [...edits, '-t', 'nonsense']],
    ['a template of another kind', [...edits, '-t', 'review']],
    ['an unknown run', ['apply', 'nonsense']],
    ['nothing to undo', ['undo']],
  ])('%s is 2', async (_what, args) => {
    const plain = args[0] === 'apply' || args[0] === 'undo'
    const project = projectOf(files)
    const { where, from } = await scripted(script(mended))
    const { code: exit, stdout } = await run([...args, ...(plain ? [] : where), '--json'], from(project.root))
    expect({ exit, report: JSON.parse(stdout) as Report }).toMatchObject({ exit: 2, report: { outcome: 'usage' } })
  })

  test.runIf(process.platform !== 'win32')(
    'Ctrl-C while the command of --verify runs is 130, with the files as they were',
    async () => {
      const project = projectOf(files)
      const { where, from } = await scripted(script(mended))
      const mark = join(project.root, '..', `running-${process.pid}`)
      const verify = `echo $$ > ${mark}; sleep 60`
      writeFileSync(mark, '')
      const child = start([...edits, '--verify', verify, ...where, '--json'], from(project.root))
      const end = finished(child)
      await expect.poll(() => project.read('add.js'), { timeout: 30_000 }).not.toBe(code)
      child.kill('SIGINT')
      const { code: exit, stdout } = await end
      expect({ exit, report: JSON.parse(stdout) as Report }).toMatchObject({
        exit: 130,
        report: { outcome: 'interrupted' },
      })
      expect(project.read('add.js')).toBe(code)
    },
  )
})

const newFile = (path: string) => `<file path="${path}">\nx\n</file>\n`

describe('findings', { timeout: 60_000 }, () => {
  test('at or above --fail-on are 1, at the line that they quote', async () => {
    const end = await ending({ scenarios: script(findings, verdict(true)), args: review })
    expect(end).toMatchObject({
      exit: 1,
      report: { outcome: 'findings', findings: [{ path: 'add.js', range: { startLine: 2 }, severity: 'high' }] },
    })
  })

  test('below it, or without it, are 0', async () => {
    const scenarios = script(findings, verdict(true))
    expect(await ending({ scenarios, args: ['review', 'add.js', '--fail-on', 'critical'] })).toMatchObject({ exit: 0 })
    expect(await ending({ scenarios, args: ['review', 'add.js'] })).toMatchObject({ exit: 0 })
  })

  test('that the second look finds untrue are dropped', async () => {
    const end = await ending({ scenarios: script(findings, verdict(false)), args: review })
    expect(end).toMatchObject({ exit: 0, report: { outcome: 'ok', findings: [] } })
  })

  test('get no second look with --second-look none', async () => {
    const scenarios = script(findings, verdict(false))
    const end = await ending({ scenarios, args: [...review, '--second-look', 'none'] })
    expect(end).toMatchObject({ exit: 1, report: { outcome: 'findings' } })
  })

  test('stay where the second look fails', async () => {
    const refusal: Scenario = { reply: { text: '', stopReason: 'refusal' } }
    const [first] = script(findings, '')
    const end = await ending({ scenarios: [first!, refusal], args: review })
    expect(end).toMatchObject({ exit: 1, report: { outcome: 'findings' } })
  })

  test('of a baseline count no more', async () => {
    const project = projectOf(files)
    const { where, from } = await scripted([
      { match: { prompt: 'Give a verdict' }, reply: { text: verdict(true) } },
      { reply: { text: findings } },
    ])
    const base = ['--baseline', 'known.json', ...where]
    expect(await run([...review, ...base, '--update-baseline'], from(project.root))).toMatchObject({ code: 0 })
    const again = await run(
      [...review, ...base, '--json', '--report', 'sarif=r.sarif', '--report', 'junit=r.xml'],
      from(project.root),
    )
    expect(again.code).toBe(0)
    expect(JSON.parse(again.stdout)).toMatchObject({ outcome: 'ok', findings: [], known: 1 })
    expect(JSON.parse(project.read('r.sarif'))).toMatchObject({ version: '2.1.0' })
    expect(project.read('r.xml')).toContain('<testsuite')
  })
})
