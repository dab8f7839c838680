import { ServiceFault } from '../answer/service-fault.js'
import type { Behaviour } from '../behaviour.js'
import { type AdmittedCall, type CachedCall, type Stage, withFound } from '../call.js'
import { mantleBurndown, usualBurndown } from './charge.js'
import type { Exceeded } from './quota-book.js'

/** Bedrock's words, from where they were reported. */
const wordings: Readonly<Record<Exceeded, string>> = {
  requests: 'Too many requests, please wait before trying again.',
  tokens: 'Too many tokens, please wait before trying again.',
  'tokens per day': 'Too many tokens per day, please wait before trying again.',
}

/**
 * Lets a call pass if the quota of its model has room for what it may use, and sets that aside; refuses it with 429 if
 * not. Whoever finishes the answer settles the reservation; a call that fails on the way to its answer is released here.
 */
export function admit(behaviour: Behaviour): Stage<CachedCall, AdmittedCall> {
  return (next) => async (call) => {
    const { request, region, model, cachePlan } = call
    const { uncached, written5m, written1h } = cachePlan.counts
    const service = call.endpoint === 'mantle' ? 'mantle' : 'runtime'
    const admission = behaviour.quotas.admit(
      { model: model.key, region, service },
      {
        inputTokens: uncached,
        cacheWriteTokens: written5m + written1h,
        maxTokens: Number(request.body['max_tokens']),
        burndown: service === 'mantle' ? mantleBurndown : (request.entry.burndown ?? usualBurndown),
      },
    )
    if (!admission.admitted)
      throw throttled(admission.exceeded, behaviour.retryAfter ? secondsOf(admission.waitMs) : undefined)
    const { reservation } = admission
    try {
      return await next(withFound(call, { reservation }))
    } catch (error) {
      reservation.release()
      throw error
    }
  }
}

function throttled(exceeded: Exceeded, retryAfter: number | undefined): ServiceFault {
  return new ServiceFault(
    429,
    'ThrottlingException',
    wordings[exceeded],
    retryAfter === undefined ? {} : { headers: [['Retry-After', String(retryAfter)]] },
  )
}

/** Whole seconds, as the header has them. */
function secondsOf(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.ceil(ms / 1_000)
}
