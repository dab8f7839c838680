import { registry } from '@outcrop/models'
import type { PriceKind } from '@outcrop/models'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { billedTokens, costOf } from './cost.js'
import type { BilledTokens, Cost } from './cost.js'

const none: BilledTokens = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }

function cost(
  key: string,
  kind: PriceKind | undefined,
  tokens: Partial<BilledTokens>,
  more: { batch?: boolean; tier?: string } = {},
): Cost | undefined {
  return costOf({ tokens: { ...none, ...tokens }, prices: registry.modelRegistry[key]?.prices, kind, ...more })
}

describe('a call costs, by hand', () => {
  test.each<[string, PriceKind, Partial<BilledTokens>, number]>([
    // $0.10 and $0.50 a million: 100 and 500 nano-dollars a token.
    ['claude-haiku-5-5', 'global', { input: 1000, output: 500 }, 350_000],
    // 3300 and 16500.
    ['claude-sonnet-4-5', 'regional', { input: 2000, output: 1000 }, 23_100_000],
    ['claude-sonnet-4-5', 'global', { input: 2000, output: 1000 }, 21_000_000],
    // 10 × 2200 + 20 × 11000 + 30000 × 220 + 4000 × 2750 + 2000 × 4400.
    [
      'claude-sonnet-5',
      'regional',
      { input: 10, output: 20, cacheRead: 30_000, cacheWrite5m: 4000, cacheWrite1h: 2000 },
      26_642_000,
    ],
    // A twentieth of input for cache reads: 200.
    ['claude-opus-5-5', 'global', { cacheRead: 1000 }, 200_000],
    // 12000 and 60000.
    ['claude-fable-5-1', 'usGov', { input: 1000, output: 100 }, 18_000_000],
    // One price for all: 15000 and 75000.
    ['claude-opus-4-1', 'regional', { input: 100, output: 10 }, 2_250_000],
    // 137.5 each: the sum is rounded, not the price.
    ['claude-haiku-5-5', 'regional', { cacheWrite5m: 1 }, 138],
    ['claude-haiku-5-5', 'regional', { cacheWrite5m: 2 }, 275],
    ['claude-haiku-5-5', 'regional', { cacheWrite5m: 99_999 }, 13_749_863],
    ['claude-haiku-5-5', 'global', {}, 0],
  ])('%s %s %j: %d nano-dollars', (key, kind, tokens, nanoUsd) => {
    expect(cost(key, kind, tokens)?.nanoUsd).toBe(nanoUsd)
  })

  test('exactly, where floating point is not: a billion tokens of each kind', () => {
    const billion = 1_000_000_000
    // 1.1 + 5.5 + 0.11 + 1.375 + 2.2 dollars a million, 1000 million of each.
    expect(
      cost('claude-haiku-4-5', 'regional', {
        input: billion,
        output: billion,
        cacheRead: billion,
        cacheWrite5m: billion,
        cacheWrite1h: billion,
      })?.nanoUsd,
    ).toBe(10_285_000_000_000)
  })

  test('half as much in a batch', () => {
    expect(cost('claude-haiku-4-5', 'regional', { input: 1000, output: 100 }, { batch: true })?.nanoUsd).toBe(825_000)
  })

  test('and says by which price', () => {
    expect(cost('claude-sonnet-5', 'global', { input: 1 })).toEqual({
      nanoUsd: 2000,
      kind: 'global',
      longContext: false,
      asOf: '2026-10-08',
      source: registry.modelRegistry['claude-sonnet-5']?.prices?.source,
      derived: false,
    })
    expect(cost('claude-fable-5-2', 'regional', { input: 1 })?.derived).toBe(true)
    expect(cost('claude-fable-5-2', 'global', { input: 1 })?.derived).toBe(false)
  })
})

describe('long input', () => {
  test('the multiplier counts over the threshold, not at it', () => {
    expect(cost('claude-haiku-5-5', 'global', { input: 100_000, output: 10 })).toMatchObject({
      nanoUsd: 10_005_000,
      longContext: false,
    })
    expect(cost('claude-haiku-5-5', 'global', { input: 100_001, output: 10 })).toMatchObject({
      nanoUsd: 50_025_500,
      longContext: true,
    })
  })

  test('the multiplier counts for every token, and cached input counts as input', () => {
    // 5 × (1 × 100 + 100000 × 10), 5 × (60000 × 125 + 40001 × 200).
    expect(cost('claude-haiku-5-5', 'global', { input: 1, cacheRead: 100_000 })?.nanoUsd).toBe(5_000_500)
    expect(cost('claude-haiku-5-5', 'global', { cacheWrite5m: 60_000, cacheWrite1h: 40_001 })?.nanoUsd).toBe(77_501_000)
  })

  test('output does not make input long', () => {
    expect(cost('claude-haiku-5-5', 'global', { input: 1, output: 128_000 })?.longContext).toBe(false)
  })

  test('other models have no such price', () => {
    expect(cost('claude-sonnet-5-5', 'global', { input: 900_000 })).toMatchObject({
      nanoUsd: 1_800_000_000,
      longContext: false,
    })
  })

  test('a multiplier may be a fraction', () => {
    const prices = {
      global: { input: 1, output: 1 },
      longContext: { thresholdInputTokens: 1, multiplier: 1.5 },
      asOf: '2026-11-22',
      source: 'a test',
    }
    expect(costOf({ tokens: { ...none, input: 3 }, prices, kind: 'global' })?.nanoUsd).toBe(4500)
  })
})

describe('an unknown price is undefined, never 0', () => {
  test.each<[string, string, PriceKind | undefined, Partial<BilledTokens>, { batch?: boolean; tier?: string }?]>([
    ['of a model without prices', 'claude-mythos-5-2', 'global', { input: 1 }],
    ['of a model that is not known', 'claude-future-9', 'global', { input: 1 }],
    ['of a profile whose kind is not known', 'claude-sonnet-5', undefined, { input: 1 }],
    ['of GovCloud, where only others are listed', 'claude-opus-4-8', 'usGov', { input: 1 }],
    ['of global, where there is none', 'claude-opus-4-1', 'global', { input: 1 }],
    ['of cache reads that were used', 'claude-fable-5-2', 'global', { input: 1, cacheRead: 1 }],
    ['of an hour in the cache where there is none', 'claude-opus-4-1', 'regional', { cacheWrite1h: 1 }],
    ['of a batch where there is none', 'claude-sonnet-5', 'global', { input: 1 }, { batch: true }],
    ['of a cache in a batch', 'claude-haiku-4-5', 'global', { cacheRead: 1 }, { batch: true }],
    ['of another tier', 'claude-haiku-4-5', 'global', { input: 1 }, { tier: 'flex' }],
    ['of tokens that cannot be counted', 'claude-haiku-4-5', 'global', { input: Number.NaN }],
    ['of less than no tokens', 'claude-haiku-4-5', 'global', { input: -1 }],
  ])('%s', (...[, key, kind, tokens, more]) => {
    expect(cost(key, kind, tokens, more)).toBeUndefined()
  })

  test('a price that was not needed may be unknown', () => {
    expect(cost('claude-fable-5-2', 'global', { input: 1, output: 1 })?.nanoUsd).toBe(48_000)
    expect(cost('claude-haiku-4-5', 'global', { input: 1 }, { tier: 'standard' })?.nanoUsd).toBe(1000)
  })
})

test('the parts of a call cost what the whole costs, to the rounding', () => {
  const count = fc.integer({ min: 0, max: 50_000 })
  const tokens = fc.record<BilledTokens>({
    input: count,
    output: count,
    cacheRead: count,
    cacheWrite5m: count,
    cacheWrite1h: count,
  })
  const isSum = fc.property(tokens, (whole) => {
    const parts = Object.entries(whole).map(
      ([kind, value]) => cost('claude-opus-5', 'regional', { [kind]: value })?.nanoUsd ?? Number.NaN,
    )
    const sum = parts.reduce((total, part) => total + part, 0)
    return Math.abs(sum - (cost('claude-opus-5', 'regional', whole)?.nanoUsd ?? Number.NaN)) <= 3
  })
  expect(() => fc.assert(isSum)).not.toThrow()
})

describe('the usage of an answer', () => {
  test('is billed by the lifetime of what was written', () => {
    const usage = {
      input_tokens: 1,
      output_tokens: 2,
      cache_read_input_tokens: 3,
      cache_creation_input_tokens: 9,
      cache_creation: { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 5 },
    }
    expect(billedTokens(usage)).toEqual({ input: 1, output: 2, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5 })
  })

  test('counts what was written without a lifetime as five minutes', () => {
    expect(billedTokens({ input_tokens: 1, output_tokens: 2, cache_creation_input_tokens: 9 })).toMatchObject({
      cacheWrite5m: 9,
      cacheWrite1h: 0,
    })
    expect(
      billedTokens({
        input_tokens: 1,
        output_tokens: 2,
        cache_creation_input_tokens: null,
        cache_read_input_tokens: null,
        cache_creation: null,
      }),
    ).toEqual({ ...none, input: 1, output: 2 })
  })

  test('loses nothing where only the parts are told', () => {
    const parts = { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 5 }
    expect(billedTokens({ input_tokens: 0, output_tokens: 0, cache_creation: parts })).toMatchObject({
      cacheWrite5m: 4,
      cacheWrite1h: 5,
    })
  })
})
