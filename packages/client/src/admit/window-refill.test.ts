import { describe, expect, test } from 'vitest'
import { WindowRefill } from './window-refill.js'

const windowMs = 60_000
const limit = 1000

/** A quota whose windows begin at 40 s, tried every second and a half with calls of 100; gives when calls were refused. */
function runOf(untilMs: number, setting: { readonly limit: number | undefined }) {
  const window = new WindowRefill({ ...setting, windowMs, begun: true }, 0)
  const refusedAt: number[] = []
  const grantedAt: number[] = []
  let used = 0
  let period = -1
  for (let now = 0; now < untilMs; now += 50) {
    if (window.waitMs(100, now) > 0) continue
    if (Math.floor((now - 40_000) / windowMs) !== period) used = 0
    period = Math.floor((now - 40_000) / windowMs)
    const taken = { amount: 100, at: now }
    window.take(taken)
    if (used + 100 > limit) {
      refusedAt.push(now)
      window.refused(taken, now + 20)
    } else {
      used += 100
      grantedAt.push(now)
      window.accepted(taken)
    }
  }
  return { window, refusedAt, grantedAt }
}

describe('where windows begin', () => {
  test.each([
    ['known', limit],
    ['not known', undefined],
  ])('is found by a few calls, with a limit that is %s, and then hardly one is refused', (_, known) => {
    const { window, refusedAt, grantedAt } = runOf(600_000, { limit: known })
    expect(refusedAt.length).toBeLessThanOrEqual(25)
    expect(refusedAt.filter((at) => at > 400_000).length).toBeLessThanOrEqual(3)
    // Each window is spent whole: ten calls in each of the ten, and of the first one besides.
    expect(grantedAt.length).toBeGreaterThanOrEqual(98)
    const begins = grantedAt.filter((at) => at > 460_000 && at < 520_000)
    expect(begins[0]).toBeGreaterThanOrEqual(460_000)
    expect(begins[0]).toBeLessThanOrEqual(462_000)
    expect(window.isRuledOut).toBe(false)
    expect(window.limit).toBeGreaterThanOrEqual(1000)
    expect(window.limit).toBeLessThanOrEqual(1100)
  })
})

test('a call that nobody heard of lets no other follow after a refusal', () => {
  const { window } = runOf(370_000, { limit: undefined })
  const now = 370_000
  const first = { amount: 100, at: now }
  window.take(first)
  window.refused(first, now + 20)
  // As much comes back as lets many go.
  window.correct({ amount: 1000, at: now }, -500, now + 30)
  const later = now + 20 + window.waitMs(100, now + 30)
  const second = { amount: 100, at: later }
  window.take(second)
  expect(window.waitMs(100, later)).toBeGreaterThan(0)
  window.accepted(second)
  expect(window.waitMs(100, later + 20)).toBe(0)
})

test('refusals that fit to no windows rule them out', () => {
  const window = new WindowRefill({ limit, windowMs, begun: true }, 0)
  for (let now = 1000; now < 200_000 && !window.isRuledOut; now += 10_000) {
    const taken = { amount: 100, at: now }
    window.take(taken)
    window.refused(taken, now + 20)
  }
  expect(window.isRuledOut).toBe(true)
})

test('a call that was refused for another reason is not waited for', () => {
  const window = new WindowRefill({ limit, windowMs, begun: true }, 0)
  const refused = { amount: 100, at: 1000 }
  window.take(refused)
  window.refused(refused, 1010)
  const other = { amount: 100, at: 8000 }
  window.take(other)
  expect(window.waitMs(100, 8000)).toBeGreaterThan(0)
  window.forget(other)
  window.correct(other, -100, 8000)
  expect(window.waitMs(100, 8000)).toBe(0)
})
