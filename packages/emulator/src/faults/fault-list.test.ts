import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fault, FaultMatch } from './fault.js'
import { FaultList, type FaultSubject } from './fault-list.js'

const haiku: FaultSubject = {
  operation: 'ConverseStream',
  modelNames: [
    'claude-haiku-4-5',
    'anthropic.claude-haiku-4-5-20251001-v1:0',
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  ],
}
const listing: FaultSubject = { operation: 'ListFoundationModels', modelNames: [] }
const when = (match: FaultMatch, ms = 1): Fault => ({ match, kind: 'delay', ms })

/** Which of `count` equal requests the list chose which fault for, by its milliseconds. */
function chosen(faults: readonly Fault[], count: number, subject = haiku): (number | undefined)[] {
  const list = new FaultList(faults)
  return Array.from({ length: count }, () => {
    const fault = list.choose(subject)
    return fault?.kind === 'delay' ? fault.ms : undefined
  })
}

describe('which request a fault is for', () => {
  test.each<[string, FaultMatch, FaultSubject, boolean]>([
    ['nothing given: every one', {}, haiku, true],
    ['nothing given: also one without a model', {}, listing, true],
    ['its operation', { operation: 'ConverseStream' }, haiku, true],
    ['another operation that begins alike', { operation: 'Converse' }, haiku, false],
    ['a part of the key', { model: 'haiku' }, haiku, true],
    ['a part of the Bedrock id', { model: 'anthropic.claude-haiku-4-5-20251001' }, haiku, true],
    ['the profile that was called', { model: 'us.anthropic.claude-haiku-4-5-20251001-v1:0' }, haiku, true],
    ['another model', { model: 'sonnet' }, haiku, false],
    ['a model, where none was called', { model: 'haiku' }, listing, false],
    ['operation and model', { operation: 'ConverseStream', model: 'haiku' }, haiku, true],
    ['the operation, but another model', { operation: 'ConverseStream', model: 'opus' }, haiku, false],
  ])('%s', (_, match, subject, expected) => {
    expect(new FaultList([when(match)]).choose(subject) !== undefined).toBe(expected)
  })

  test('without match: every one', () => {
    expect(chosen([{ kind: 'delay', ms: 1 }], 3)).toEqual([1, 1, 1])
  })
})

describe('nth', () => {
  test('1 is the first', () => {
    expect(chosen([when({ nth: 1 })], 3)).toEqual([1, undefined, undefined])
  })

  test('a list names several', () => {
    expect(chosen([when({ nth: [2, 4] })], 5)).toEqual([undefined, 1, undefined, 1, undefined])
  })

  test('counts only requests that match', () => {
    const list = new FaultList([when({ operation: 'ConverseStream', nth: 2 })])
    expect([haiku, listing, listing, haiku].map((subject) => list.choose(subject) !== undefined)).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  test('of each fault counts by itself, also what another fault got', () => {
    expect(chosen([when({ nth: 1 }, 1), when({ nth: 2 }, 2), when({ nth: [1, 3] }, 3)], 4)).toEqual([
      1,
      2,
      3,
      undefined,
    ])
  })
})

test('the first that is for a request befalls it', () => {
  expect(chosen([when({ model: 'opus' }, 1), when({}, 2), when({}, 3)], 2)).toEqual([2, 2])
})

describe('probability', () => {
  test('draws the same lots each time', () => {
    const lots = () => chosen([when({ probability: 0.5 })], 100)
    expect(lots()).toEqual(lots())
    expect(new Set(lots())).toEqual(new Set([1, undefined]))
  })

  test('draws different lots for two faults of a list', () => {
    const first = chosen([when({ probability: 0.5 })], 64)
    const second = chosen([when({ model: 'opus' }), when({ probability: 0.5 })], 64)
    expect(second).not.toEqual(first)
  })

  test('holds as a rate', () => {
    for (const probability of [0.1, 0.5, 0.9]) {
      const hits = chosen([when({ probability })], 4000).filter((ms) => ms !== undefined).length
      expect(Math.abs(hits / 4000 - probability)).toBeLessThan(0.03)
    }
  })

  test('0 is never, 1 is always', () => {
    expect(chosen([when({ probability: 0 })], 50)).toEqual(Array(50).fill(undefined))
    expect(chosen([when({ probability: 1 })], 50)).toEqual(Array(50).fill(1))
  })

  test('holds beside nth', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (nth) => {
        const both = chosen([when({ nth, probability: 0.5 })], 30)
        const alone = chosen([when({ probability: 0.5 })], 30)
        expect(both).toEqual(alone.map((ms, index) => (nth.includes(index + 1) ? ms : undefined)))
      }),
      { numRuns: 50 },
    )
  })
})

test('a list without faults is empty', () => {
  expect([new FaultList([]).isEmpty, new FaultList([when({})]).isEmpty]).toEqual([true, false])
})
