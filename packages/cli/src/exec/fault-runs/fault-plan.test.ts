import { parseFaults } from '@outcrop/emulator'
import type { JournalEntry } from '@outcrop/emulator'
import { describe, expect, test } from 'vitest'
import { aimAt } from './aim.js'
import { allFaults, plannedFault } from './fault-plan.js'

const where = { atEvent: 3, limitMs: 60_000 }

describe('the faults of --faults', () => {
  test('all are of every kind, and the emulator takes each', () => {
    const planned = allFaults.map((name) => plannedFault(name, where))
    const faults = parseFaults(planned.map((one) => one?.members))
    expect(new Set(faults.map(({ kind }) => kind)).size).toBe(13)
    expect(planned.every((one) => one !== undefined && one.does.length > 10)).toBe(true)
  })

  test.each([
    ['cut', { kind: 'cut', atEvent: 3, offset: 10 }],
    ['cut=7', { kind: 'cut', atEvent: 7, offset: 10 }],
    ['http', { kind: 'http', status: 429 }],
    ['http=503', { kind: 'http', status: 503 }],
    ['stall', { kind: 'stall', atEvent: 3, ms: 120_000 }],
    ['stall=50', { kind: 'stall', atEvent: 3, ms: 50 }],
    ['clock-skew=-900000', { kind: 'clock-skew', ms: -900_000 }],
  ])('%s', (name, members) => {
    expect(plannedFault(name, where)?.members).toEqual(members)
  })

  test.each(['', 'cuts', 'hang=3', 'http=', 'http=4.5', 'http=x', 'toString'])('%j is none', (name) => {
    expect(plannedFault(name, where)).toBeUndefined()
  })

  test('those after which the whole answer comes are harmless to whoever waits', () => {
    expect(allFaults.filter((name) => plannedFault(name, where)?.harmless)).toEqual(['delay', 'stall', 'split'])
  })
})

describe('the aim', () => {
  const called = (operation: string, body?: unknown) => ({ operation, request: { body } }) as JournalEntry

  test.each([
    ['the first call that streams', [called('InvokeModel'), called('ConverseStream')], 'ConverseStream', 3],
    ['the first call where none streams', [called('ListInferenceProfiles'), called('Converse')], 'Converse', 0],
    ['a streamed message', [called('Messages', {}), called('Messages', { stream: true })], 'Messages', 3],
    ['a whole message', [called('Messages', { stream: false })], 'Messages', 0],
  ])('is %s', (_, journal, operation, atEvent) => {
    expect(aimAt(journal, 'first')).toEqual({ match: { operation, nth: 1 }, atEvent })
    expect(aimAt(journal, 'each')).toEqual({ match: { operation }, atEvent })
  })

  test('is nothing where no model was called', () => {
    expect(aimAt([called('ListInferenceProfiles'), called('CountTokens')], 'first')).toBeUndefined()
  })
})
