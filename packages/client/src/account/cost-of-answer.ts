import type { Answer } from '../invocation/index.js'
import { billedTokens, costOf } from './cost.js'

const nanoPerUsd = 1_000_000_000

/** The list price of an answer in US dollars; undefined where it is not known. */
export function costOfAnswer({ message, model, serviceTier }: Answer): number | undefined {
  const cost = costOf({
    tokens: billedTokens(message.usage),
    prices: model.entry?.prices,
    kind: model.priceKind,
    tier: serviceTier,
  })
  return cost === undefined ? undefined : cost.nanoUsd / nanoPerUsd
}
