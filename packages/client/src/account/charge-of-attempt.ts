import type { Message } from '@outcrop/wire/anthropic'
import type { Charge } from '../cost/charge.js'
import { billedTokens, costOf } from '../cost/cost.js'
import type { BilledTokens } from '../cost/cost.js'
import { mostTokens } from '../cost/most-tokens.js'
import type { TokenEstimates } from '../count/token-estimates.js'
import { AbortedError, StreamInterruptedError } from '../errors/families.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import type { Answer, PreparedInvocation } from '../invocation/index.js'

const nothing: BilledTokens = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }

/** A whole answer says what it is billed. */
export function chargeOfAnswer({ message, model, serviceTier }: Answer): Charge {
  const tokens = billedTokens(message.usage)
  const cost = costOf({ tokens, prices: model.entry?.prices, kind: model.priceKind, tier: serviceTier })
  return { tokens, cost, exact: true }
}

/**
 * What an attempt is billed that was sent and failed. Refused with an error: nothing. Broken off after its beginning:
 * the input that Bedrock reported, and the output if it had been reported too, else all that was asked for at most.
 * Gone without a word: the most that the request can be billed.
 */
export function chargeOfFailure(
  error: OutcropError,
  { body, model, request }: PreparedInvocation,
  estimates?: TokenEstimates,
): Charge {
  const { tokens, exact } = tokensOfFailure(error, body, () => mostTokens(body, model.entry, estimates))
  const tier = request.headers['x-amzn-bedrock-service-tier']
  return { tokens, cost: costOf({ tokens, prices: model.entry?.prices, kind: model.priceKind, tier }), exact }
}

function tokensOfFailure(
  error: OutcropError,
  body: PreparedInvocation['body'],
  most: () => BilledTokens,
): Omit<Charge, 'cost'> {
  const partial = partialOf(error)
  if (partial !== undefined) {
    const tokens = billedTokens(partial.usage)
    // Bedrock tells the output in the last event but one, with the reason why the model stopped.
    if (typeof partial.stop_reason === 'string') return { tokens, exact: true }
    return { tokens: { ...tokens, output: Math.max(tokens.output, body.max_tokens) }, exact: false }
  }
  const refused = error.serviceError !== undefined || (error.status !== undefined && error.status >= 300)
  if (refused) return { tokens: nothing, exact: true }
  return { tokens: most(), exact: false }
}

function partialOf(error: OutcropError): Message | undefined {
  return error instanceof StreamInterruptedError || error instanceof AbortedError ? error.partial : undefined
}
