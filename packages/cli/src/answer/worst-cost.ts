import type { ResolvedModel } from '@outcrop/client'
import type { Price, Prices } from '@outcrop/models'

/** The most that a call can cost in US dollars by list price; undefined where the price is not known. */
export function worstCost(call: {
  readonly prices: Prices | undefined
  readonly price: Price | undefined
  readonly inputTokens: number
  readonly outputTokens: number
}): number | undefined {
  const { prices, price, inputTokens, outputTokens } = call
  if (price === undefined) return undefined
  const long = prices?.longContext
  const factor = long !== undefined && inputTokens > long.thresholdInputTokens ? long.multiplier : 1
  return ((inputTokens * price.input + outputTokens * price.output) * factor) / 1_000_000
}

/** The price that counts for a model as it is called; undefined where it is not known. */
export function priceOf({ entry, priceKind }: Pick<ResolvedModel, 'entry' | 'priceKind'>): Price | undefined {
  return priceKind === undefined ? undefined : entry?.prices?.[priceKind]
}
