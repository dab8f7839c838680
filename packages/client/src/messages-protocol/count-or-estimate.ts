import type { Client } from '../client.js'
import { estimateRequest } from '../count/estimate-request.js'
import { tokenizerFor } from '../count/tokenizer-of.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { CallOptions, InvokeRequest } from '../invocation/index.js'
import { normalise } from '../invocation/normalise.js'

/** Tokens of a request, and whether they were only estimated. */
export interface Counted {
  readonly tokens: number
  readonly estimated: boolean
}

/** Errors after which an estimate is better than nothing: a program that cannot count asks the model itself, which costs. */
const passable: ReadonlySet<string> = new Set([
  'invalid_request',
  'access_denied',
  'model_not_found',
  'throttled',
  'unavailable',
])

/**
 * Counts where Bedrock counts for the model, and estimates where it does not. The estimate is the upper bound, because
 * whoever counts wants to know whether something fits.
 */
export async function countOrEstimate(client: Client, request: InvokeRequest, options: CallOptions): Promise<Counted> {
  try {
    return { tokens: (await client.countTokens(request, options)).tokens, estimated: false }
  } catch (error) {
    if (!isOutcropError(error) || !passable.has(error.code)) throw error
    // A request that no model takes is refused, not measured.
    const { entry, calledId } = await client.resolve(request.model)
    const { body } = normalise(request, options, calledId)
    return { tokens: estimateRequest(body, tokenizerFor(entry)).upperBound, estimated: true }
  }
}

/** Marks an answer whose count is an estimate; programs that do not know it pass it over. */
export const estimatedHeaders: Readonly<Record<string, string>> = { 'x-outcrop-estimated': '1' }
