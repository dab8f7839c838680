import type { ModelEntry } from '@outcrop/models'
import { expect, test } from 'vitest'
import { priceOf, worstCost } from './worst-cost.js'

const prices = {
  global: { input: 1, output: 5 },
  regional: { input: 1.1, output: 5.5 },
  longContext: { thresholdInputTokens: 100_000, multiplier: 5 },
  asOf: '2026-11-22',
  source: 'test',
}

test('multiplies tokens by the price of a million', () => {
  expect(worstCost({ prices, price: prices.global, inputTokens: 10_000, outputTokens: 2000 })).toBeCloseTo(0.02, 10)
})

const at = (inputTokens: number) => worstCost({ prices, price: prices.global, inputTokens, outputTokens: 1000 }) ?? 0

test('over the threshold every token costs more', () => {
  expect(at(100_000)).toBeCloseTo(0.105, 10)
  expect(at(100_001)).toBeCloseTo(5 * (0.100001 + 0.005), 10)
})

test('an unknown price makes an unknown cost, never 0', () => {
  expect(worstCost({ prices: undefined, price: undefined, inputTokens: 1, outputTokens: 1 })).toBeUndefined()
})

test('the price is that of the kind that the call has', () => {
  const entry = { prices } as ModelEntry
  expect(priceOf({ entry, priceKind: 'global' })).toBe(prices.global)
  expect(priceOf({ entry, priceKind: 'regional' })).toBe(prices.regional)
  expect(priceOf({ entry, priceKind: 'usGov' })).toBeUndefined()
  expect(priceOf({ entry, priceKind: undefined })).toBeUndefined()
})
