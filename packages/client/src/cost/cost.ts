import type { PriceKind, Prices } from '@outcrop/models'
import type { Usage } from '@outcrop/wire/anthropic'

/** Tokens by the way they are billed. No token is counted twice: the whole input is the sum of all but `output`. */
export interface BilledTokens {
  /** Input that was neither read from nor written to the prompt cache. */
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite5m: number
  readonly cacheWrite1h: number
}

/** What the cost of a call depends on. */
export interface CostQuestion {
  readonly tokens: BilledTokens
  /** Of the model that answered. */
  readonly prices: Prices | undefined
  /** By the profile that was called. */
  readonly kind: PriceKind | undefined
  /** Batch inference has prices of its own, and no cache. Default: false. */
  readonly batch?: boolean
  /** The service tier that served the call. Only the standard one has a published price. Default: `default`. */
  readonly tier?: string | undefined
}

/** What a call costs, and by which price. */
export interface Cost {
  /** Billionths of a US dollar: a whole number, so that sums stay exact up to nine million dollars. */
  readonly nanoUsd: number
  readonly kind: PriceKind
  /** Whether the dearer price for long input counted. */
  readonly longContext: boolean
  /** The day on which the prices were read, and where. */
  readonly asOf: string
  readonly source: string
  /** Whether a price that counted was worked out and not read. */
  readonly derived: boolean
}

type PriceName = 'input' | 'output' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h' | 'batchInput' | 'batchOutput'

const kinds = [
  'input',
  'output',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
] as const satisfies readonly (keyof BilledTokens)[]
const batchNames: Partial<Record<keyof BilledTokens, PriceName>> = { input: 'batchInput', output: 'batchOutput' }
const standardTiers: ReadonlySet<string> = new Set(['default', 'standard'])

/** Prices and multipliers are exact to a millionth; nothing published is finer. */
const MILLIONTHS = 1_000_000

/**
 * The list price of a call. Undefined where the price of any kind of token that was used is not known, or where the
 * tier has no published price: never 0 for that.
 *
 * A price of $1 per million tokens is 1000 nano-dollars a token. The sum is taken in whole millionths of a dollar per
 * million tokens and rounded once, to the nearest nano-dollar, so no cent gets lost in floating point.
 */
export function costOf({ tokens, prices, kind, batch = false, tier = 'default' }: CostQuestion): Cost | undefined {
  const price = kind === undefined ? undefined : prices?.[kind]
  if (prices === undefined || kind === undefined || price === undefined || !standardTiers.has(tier)) return undefined
  let sum = 0n
  let derived = false
  for (const counted of kinds) {
    const count = tokens[counted]
    if (!Number.isSafeInteger(count) || count < 0) return undefined
    if (count === 0) continue
    const name = batch ? batchNames[counted] : counted
    const dollars = name === undefined ? undefined : price[name]
    if (dollars === undefined) return undefined
    derived ||= prices.derived?.includes(`${kind}.${name}`) === true
    sum += BigInt(count) * BigInt(Math.round(dollars * MILLIONTHS))
  }
  const { longContext } = prices
  const isLong = longContext !== undefined && wholeInput(tokens) > longContext.thresholdInputTokens
  const multiplier = isLong ? longContext.multiplier : 1
  const scaled = sum * BigInt(Math.round(multiplier * MILLIONTHS))
  const unit = 1000n * BigInt(MILLIONTHS)
  const nanoUsd = Number((scaled + unit / 2n) / unit)
  return { nanoUsd, kind, longContext: isLong, asOf: prices.asOf, source: prices.source, derived }
}

/** Everything that the model had to read, from wherever. */
function wholeInput({ input, cacheRead, cacheWrite5m, cacheWrite1h }: BilledTokens): number {
  return input + cacheRead + cacheWrite5m + cacheWrite1h
}

/**
 * The tokens of an answer by the way they are billed. What was written to the cache without a word on its lifetime
 * counts as written for five minutes, the lifetime of a cache point that names none.
 */
export function billedTokens(usage: Usage): BilledTokens {
  const written = usage.cache_creation_input_tokens ?? 0
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0
  const minutes = usage.cache_creation?.ephemeral_5m_input_tokens ?? 0
  return {
    input: usage.input_tokens,
    output: usage.output_tokens,
    cacheRead: usage.cache_read_input_tokens ?? 0,
    cacheWrite5m: Math.max(minutes, written - hour),
    cacheWrite1h: hour,
  }
}
