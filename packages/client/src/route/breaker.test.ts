import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { begin, closed, end, readinessOf } from './breaker.js'
import type { Breaker, Health } from './breaker.js'

const trial = { begunAt: 0, isProbe: false }

function afterFailures(count: number, now: number): Breaker {
  let breaker = closed
  for (let failure = 0; failure < count; failure++) breaker = end(breaker, trial, { health: 'down', now })
  return breaker
}

describe('a breaker', () => {
  test('opens after three failures in a row, and not after failures with a success between them', () => {
    expect(readinessOf(afterFailures(2, 10), 10)).toBe('ready')
    expect(readinessOf(afterFailures(3, 10), 10)).toBe('down')
    const interrupted = end(afterFailures(2, 10), trial, { health: 'up', now: 11 })
    expect(readinessOf(end(interrupted, trial, { health: 'down', now: 12 }), 12)).toBe('ready')
    expect(end(afterFailures(2, 10), trial, { health: 'unknown', now: 11 })).toEqual(afterFailures(2, 10))
  })

  test('lets one call try when its time is over, and then is closed, or open for twice as long', () => {
    const open = afterFailures(3, 1000)
    expect(readinessOf(open, 5999)).toBe('down')
    expect(readinessOf(open, 6000)).toBe('probe')
    const [halfOpen, probe] = begin(open, 6000)
    expect(probe.isProbe).toBe(true)
    expect(readinessOf(halfOpen, 90_000)).toBe('down')
    expect(begin(halfOpen, 6001)[1].isProbe).toBe(false)
    expect(end(halfOpen, probe, { health: 'up', now: 6100 })).toEqual(closed)
    const again = end(halfOpen, probe, { health: 'down', now: 6100 })
    expect([readinessOf(again, 16_099), readinessOf(again, 16_100)]).toEqual(['down', 'probe'])
    // A probe that its caller ended told nothing: the next call is one.
    expect(readinessOf(end(halfOpen, probe, { health: 'unknown', now: 6100 }), 6100)).toBe('probe')
  })

  test('does not believe what began before it opened', () => {
    const open = afterFailures(3, 1000)
    expect(end(open, { begunAt: 999, isProbe: false }, { health: 'up', now: 1500 })).toBe(open)
    expect(end(open, { begunAt: 999, isProbe: false }, { health: 'down', now: 1500 })).toBe(open)
    expect(end(open, { begunAt: 1000, isProbe: false }, { health: 'up', now: 1500 })).toEqual(closed)
  })

  test('never has a second probe beside the first, nor stays open for more than a minute, whatever happens', () => {
    const step = fc.record({
      passed: fc.integer({ min: 0, max: 70_000 }),
      health: fc.constantFrom<Health>('up', 'down', 'unknown'),
      isNew: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let breaker = closed
        let now = 0
        let wrong = false
        const trials: { begunAt: number; isProbe: boolean }[] = []
        for (const { passed, health, isNew } of steps) {
          now += passed
          if (isNew) {
            const readiness = readinessOf(breaker, now)
            const [next, begun] = begin(breaker, now)
            wrong ||= begun.isProbe !== (readiness === 'probe') || begin(next, now)[1].isProbe
            breaker = next
            trials.push(begun)
          } else {
            const ended = trials.shift()
            if (ended !== undefined) breaker = end(breaker, ended, { health, now })
          }
          const probes = trials.filter(({ isProbe }) => isProbe).length
          expect(wrong || (breaker.state === 'half-open' && probes === 0)).toBe(false)
          expect(breaker.state === 'open' ? breaker.until - now : 0).toBeLessThanOrEqual(60_000)
        }
      }),
    )
  })
})
