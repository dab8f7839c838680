import { expect, test } from 'vitest'
import { RunningCalls } from './running-calls.js'

const call = { tokens: 1100, input: 100, most: 5100, at: 0 }
const windowMs = 60_000

/** Calls that use 2 tokens of quota a millisecond, as one of them has shown. */
function learned(): RunningCalls {
  const running = new RunningCalls(windowMs)
  running.begin(call)
  running.end(call, 2100, 1000)
  return running
}

test('a call uses more than it holds from when calls like it would have, and each token of that is told once', () => {
  const running = learned()
  const next = { ...call, at: 1000 }
  running.begin(next)
  expect(running.advance(1000)).toBe(0)
  expect(running.advance(1400)).toBe(0)
  const first = running.advance(2000)
  expect(first).toBeGreaterThan(1000)
  expect(first).toBeLessThan(1300)
  expect(running.advance(2000)).toBe(0)
  const second = running.advance(2100)
  expect(running.end(next, undefined, 2100)).toBeCloseTo(first + second)
  expect(running.advance(9000)).toBe(0)
})

test('a call that used nothing teaches nothing', () => {
  const running = new RunningCalls(windowMs)
  running.begin(call)
  expect(running.end(call, 0, 1)).toBe(0)
  running.begin(call)
  expect(running.advance(1_000_000)).toBe(0)
})

test('a call that its reader holds back uses no more than it can', () => {
  const running = learned()
  running.begin({ ...call, at: 1000 })
  expect(running.advance(30_000)).toBe(4000)
  expect(running.advance(10_000_000)).toBe(0)
})

test('what a call used longer than a window ago has come back, and is not told', () => {
  const running = learned()
  running.begin({ ...call, at: 1000 })
  expect(running.advance(64_000)).toBe(0)
})
