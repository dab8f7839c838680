import { expect, test } from 'vitest'
import { RunningCalls } from './running-calls.js'

const call = { tokens: 1100, input: 100, most: 5100, at: 0 }
const windowMs = 60_000

test('a call counts beyond what it holds from when calls like it would have used more', () => {
  const running = new RunningCalls(windowMs)
  running.begin(call)
  expect(running.beyond(1_000_000)).toBe(0)
  // 2 tokens of quota a millisecond.
  running.end(call, 2100, 1000)
  const next = { ...call, at: 1000 }
  running.begin(next)
  expect(running.beyond(1000)).toBe(0)
  expect(running.beyond(1400)).toBe(0)
  expect(running.beyond(2000)).toBeGreaterThan(1000)
  expect(running.beyond(2000)).toBeLessThan(1300)
  running.end(next, undefined, 2000)
  expect(running.beyond(9000)).toBe(0)
})

test('a call that used nothing teaches nothing', () => {
  const running = new RunningCalls(windowMs)
  running.begin(call)
  running.end(call, 0, 1)
  running.begin(call)
  expect(running.beyond(1_000_000)).toBe(0)
})

test('a call that its reader holds back uses no more than it can, and nothing for ever', () => {
  const running = new RunningCalls(windowMs)
  running.begin(call)
  // 2 tokens of quota a millisecond: it has used all that it can after less than 3 s.
  running.end(call, 2100, 1000)
  running.begin({ ...call, at: 1000 })
  expect(running.beyond(30_000)).toBe(4000)
  expect(running.beyond(61_000)).toBe(4000)
  expect(running.beyond(64_000)).toBe(0)
})
