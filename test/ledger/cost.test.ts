import { billedTokens, costOf } from '@outcrop/client'
import { registry } from '@outcrop/models'
import type { Price, PriceKind, Prices } from '@outcrop/models'
import { afterAll, expect, test } from 'vitest'
import { entryWith } from '../../packages/ledger/testing/entry.js'
import { temporaryHome } from '../../packages/ledger/testing/temporary-ledger.js'
import { openLedger } from '@outcrop/ledger'

const folder = temporaryHome()
afterAll(() => {
  folder.remove()
})

/** A fraction of whole numbers: prices are read as the decimals that they are written as, and never rounded. */
type Fraction = readonly [bigint, bigint]

function fractionOf(value: number): Fraction {
  const [whole = '', decimals = ''] = String(value).split('.')
  return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)]
}

const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d]
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d]

interface Call {
  readonly key: string
  readonly kind: PriceKind
  readonly batch: boolean
  readonly usage: Parameters<typeof billedTokens>[0]
}

/** Dollars per million tokens, of which a nano-dollar is the thousandth; half a nano-dollar is rounded up. */
function nanoUsdOf({ kind, batch, usage }: Call, prices: Prices | undefined): bigint | undefined {
  const price: Price | undefined = prices?.[kind]
  if (prices === undefined || price === undefined) return undefined
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0
  const minutes = (usage.cache_creation_input_tokens ?? 0) - hour
  const reads = usage.cache_read_input_tokens ?? 0
  const lines: readonly (readonly [number, number | undefined])[] = [
    [usage.input_tokens, batch ? price.batchInput : price.input],
    [usage.output_tokens, batch ? price.batchOutput : price.output],
    [reads, batch ? undefined : price.cacheRead],
    [minutes, batch ? undefined : price.cacheWrite5m],
    [hour, batch ? undefined : price.cacheWrite1h],
  ]
  let sum: Fraction = [0n, 1n]
  for (const [count, dollars] of lines) {
    if (count === 0) continue
    if (dollars === undefined) return undefined
    sum = plus(sum, times([BigInt(count), 1n], fractionOf(dollars)))
  }
  const { longContext } = prices
  const input = usage.input_tokens + reads + minutes + hour
  if (longContext !== undefined && input > longContext.thresholdInputTokens) {
    sum = times(sum, fractionOf(longContext.multiplier))
  }
  const [numerator, denominator] = times(sum, [1000n, 1n])
  return (2n * numerator + denominator) / (2n * denominator)
}

/** The same numbers each time, by a generator of the kind of Lehmer's. */
let state = 20_261_122
function upTo(most: number): number {
  state = (state * 48_271) % 2_147_483_647
  return state % (most + 1)
}

/** How many of the calls go through the file too, each with its own write to the disk; `npm run test:kills`: all. */
const recorded = Number(process.env['LEDGER_RECORDS'] ?? 1000)

const keys = Object.keys(registry.modelRegistry)
const kinds: readonly PriceKind[] = ['global', 'regional', 'usGov']

function randomCall(at: number): Call {
  const key = keys[at % keys.length] ?? ''
  const offered = kinds.filter((kind) => registry.modelRegistry[key]?.prices?.[kind] !== undefined)
  // Now and then a price that does not exist: it has to be unknown.
  const possible = offered.length === 0 || upTo(9) === 0 ? kinds : offered
  const kind = possible[upTo(possible.length - 1)] ?? 'global'
  const hasBatch = registry.modelRegistry[key]?.prices?.[kind]?.batchInput !== undefined
  const batch = upTo(hasBatch ? 1 : 19) === 0
  const minutes = batch || upTo(2) === 0 ? 0 : upTo(90_000)
  const hour = batch || upTo(2) === 0 ? 0 : upTo(90_000)
  const usage = {
    input_tokens: upTo(60_000),
    output_tokens: upTo(64_000),
    cache_read_input_tokens: batch || upTo(2) === 0 ? 0 : upTo(200_000),
    cache_creation_input_tokens: minutes + hour,
    cache_creation: { ephemeral_5m_input_tokens: minutes, ephemeral_1h_input_tokens: hour },
  }
  return { key, kind, batch, usage }
}

test('10,000 calls over all models, prices, lifetimes and batch cost to the nano-dollar what a computation made apart says', async () => {
  await using ledger = await openLedger({ home: folder.home })
  const due = new Map<string, bigint>()
  let unknown = 0
  let unpriced = 0
  const wrong: string[] = []
  for (let at = 0; at < 10_000; at += 1) {
    const call = randomCall(at)
    const prices = registry.modelRegistry[call.key]?.prices
    const tokens = billedTokens(call.usage)
    const cost = costOf({ tokens, prices, kind: call.kind, batch: call.batch })
    const expected = nanoUsdOf(call, prices)
    const computed = cost === undefined ? undefined : BigInt(cost.nanoUsd)
    if (computed !== expected) wrong.push(`${JSON.stringify(call)} costs ${computed}, not ${expected}`)
    if (expected === undefined) unknown += 1
    else if (at < recorded) due.set(call.key, (due.get(call.key) ?? 0n) + expected)
    if (expected === undefined && at < recorded) unpriced += 1
    if (at >= recorded) continue
    const { nanoUsd: _, ...bare } = entryWith({ id: String(at), model: call.key, tokens, batch: call.batch })
    await ledger.record({ ...bare, ...(cost !== undefined && { nanoUsd: cost.nanoUsd }) })
  }
  expect(wrong).toEqual([])
  const { total, groups } = await ledger.usage({ by: 'model' })
  expect(total).toMatchObject({ requests: recorded, unpricedRequests: unpriced })
  const kept = groups.flatMap(({ key, nanoUsd }) => (nanoUsd === undefined ? [] : [[key, BigInt(nanoUsd)] as const]))
  expect(new Map(kept)).toEqual(due)
  expect(new Set(groups.map(({ key }) => key))).toEqual(new Set(keys))
  // Most prices are known, or the test would prove little.
  expect(unknown).toBeLessThan(4000)
}, 300_000)
