import type { JournalEntry } from '@outcrop/emulator'
import { describe, expect, test } from 'vitest'
import { judge } from './verdict.js'
import type { ObservedRun } from './verdict.js'

const call = (facts: Partial<JournalEntry> = {}): JournalEntry => ({
  operation: 'ConverseStream',
  status: 200,
  requestId: 'r',
  auth: { scheme: 'sigv4', verified: true },
  timing: { startedAt: '2026-11-22T12:00:00.000Z', durationMs: 1 },
  request: {},
  httpVersion: '1.1',
  emulated: true,
  ...facts,
})
const hit = (status = 200) => call({ status, fault: { kind: 'cut', fired: true } })
const run = (facts: Partial<ObservedRun> = {}): ObservedRun => ({
  exitCode: 0,
  signal: undefined,
  timedOut: false,
  durationMs: 10,
  stdout: 'answer',
  stderr: '',
  journal: [call()],
  ...facts,
})

interface Row {
  readonly run: Partial<ObservedRun>
  readonly harmless?: boolean
  /** What a second run without a fault prints. */
  readonly again?: string
}

const judged = ({ run: facts, harmless = false, again = 'answer' }: Row) =>
  judge(run(facts), harmless, { first: run(), repeatable: async () => again === 'answer' })

describe('a program that met a fault', () => {
  test.each<[string, string, Row]>([
    ['reported', 'it failed', { run: { exitCode: 3, journal: [hit()] } }],
    ['reported', 'a signal ended it', { run: { exitCode: 134, signal: 'SIGABRT', journal: [hit()] } }],
    ['hung', 'it did not end', { run: { timedOut: true, exitCode: 137, signal: 'SIGKILL', journal: [hit()] } }],
    ['recovered', 'it asked again, and its output is the same', { run: { journal: [hit(429), call()] } }],
    ['recovered', 'the answer came late but whole', { run: { journal: [hit()] }, harmless: true }],
    ['swallowed', 'half of its output is missing', { run: { stdout: 'ans', journal: [hit()] } }],
    ['swallowed', 'its output is the same by accident', { run: { journal: [hit()] } }],
    ['swallowed', 'it asked again, and printed both', { run: { stdout: 'ansanswer', journal: [hit(), call()] } }],
    ['swallowed', 'it left the second answer too', { run: { journal: [hit(), call({ aborted: true })] } }],
    [
      'swallowed',
      'only the control plane was asked again',
      { run: { journal: [hit(), call({ operation: 'ListInferenceProfiles' })] } },
    ],
    [
      'recovered',
      'it asked again, and prints another output in every run',
      { run: { stdout: 'at 12:01', journal: [hit(), call()] }, again: 'at 12:02' },
    ],
    [
      'swallowed',
      'it never asked again, whatever it prints',
      { run: { stdout: 'at 12:01', journal: [hit()] }, again: 'at 12:02' },
    ],
  ])('%s it: %s', async (verdict, _, row) => {
    expect(await judged(row)).toMatchObject({ fired: true, verdict })
  })

  test('is not judged where the fault never came to pass', async () => {
    const missed = call({ fault: { kind: 'cut', atEvent: 3, fired: false } })
    expect(await judged({ run: { exitCode: 1, journal: [missed] } })).toEqual({
      fired: false,
      because: 'no call met the fault',
    })
  })

  test('is run a second time without a fault only where that decides', async () => {
    let asked = 0
    const clean = {
      first: run(),
      repeatable: async () => {
        asked += 1
        return true
      },
    }
    await judge(run({ journal: [hit(429), call()] }), false, clean)
    await judge(run({ stdout: 'x', journal: [hit()] }), false, clean)
    expect(asked).toBe(0)
    await judge(run({ stdout: 'x', journal: [hit(), call()] }), false, clean)
    expect(asked).toBe(1)
  })
})
