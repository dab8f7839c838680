import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Calibration } from './calibration.js'

const estimate = { tokens: 1000, upperBound: 1200 }

function taught(counts: readonly number[]): Calibration {
  const calibration = new Calibration()
  for (const counted of counts) calibration.learn('claude-5', estimate, counted)
  return calibration
}

describe('calibration', () => {
  test('changes nothing before the first count, and nothing for another tokenizer', () => {
    expect(new Calibration().correct('claude-5', estimate)).toBe(estimate)
    expect(taught([1100, 1100]).correct('claude-3', estimate)).toBe(estimate)
  })

  test.each([0.8, 0.95, 1.1, 1.2])('comes to the truth where it is %s of the estimate', (ratio) => {
    const { tokens } = taught(Array.from({ length: 200 }, () => 1000 * ratio)).correct('claude-5', estimate)
    expect(Math.abs(tokens / (1000 * ratio) - 1)).toBeLessThan(0.025)
  })

  test('one odd count moves little', () => {
    expect(taught([5000]).correct('claude-5', estimate).tokens).toBeLessThan(1130)
    expect(taught([120]).correct('claude-5', estimate).tokens).toBeGreaterThan(880)
  })

  test('short requests and what is no count teach nothing', () => {
    const calibration = taught([99, Number.NaN, Infinity])
    calibration.learn('claude-5', { tokens: 50, upperBound: 60 }, 200)
    expect(calibration.states).toEqual([])
  })

  test('never narrows the bound, and widens it above what passed it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 100, max: 3400 }), { maxLength: 60 }), (counts) => {
        const { tokens, upperBound } = taught(counts).correct('claude-5', estimate)
        expect(upperBound).toBeGreaterThanOrEqual(estimate.upperBound)
        expect(upperBound).toBeGreaterThanOrEqual(tokens)
        expect(upperBound).toBeGreaterThanOrEqual(counts.at(-1) ?? 0)
      }),
    )
  })

  test('a bound that was passed is forgotten slowly', () => {
    const passed = taught([2400]).correct('claude-5', estimate).upperBound
    const later = taught([2400, ...Array.from({ length: 100 }, () => 1000)]).correct('claude-5', estimate).upperBound
    const latest = taught([2400, ...Array.from({ length: 2000 }, () => 1000)]).correct('claude-5', estimate).upperBound
    expect(passed).toBeGreaterThan(2400)
    expect(later).toBeGreaterThan(1800)
    expect(later).toBeLessThan(passed)
    expect(latest).toBeLessThan(1210)
  })

  test('goes on from what was kept', () => {
    const before = taught([1100, 1300, 900])
    const after = new Calibration(JSON.parse(JSON.stringify(before.states)) as typeof before.states)
    expect(after.correct('claude-5', estimate)).toEqual(before.correct('claude-5', estimate))
  })
})
