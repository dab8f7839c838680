import type { Message } from '@outcrop/wire/anthropic'
import { billedTokens, costOf } from '../cost/cost.js'
import { createError } from '../errors/create-error.js'
import { AbortedError, BudgetError, StreamInterruptedError } from '../errors/families.js'
import { isOutcropError, withHistory } from '../errors/outcrop-error.js'
import type {
  AccountedAnswer,
  CallHandler,
  Handler,
  Invocation,
  NormalRequest,
  ReceiveCall,
} from '../invocation/index.js'
import { ContinuedDelivery } from './continued-delivery.js'
import { nothingDelivered } from './delivery.js'
import type { Delivery } from './delivery.js'
import { RestartedDelivery } from './restarted-delivery.js'
import { sumUsage } from './sum-usage.js'

/** What recovering needs. */
export interface RecoverPorts {
  /** Whether the model that a request names goes on in a turn of its own, with what the request asks for. */
  readonly takesPrefill: (request: NormalRequest, signal: AbortSignal | undefined) => Promise<boolean>
  /** How many tokens a text probably has for the model of that name. */
  readonly tokensOf: (model: string, text: string) => number
}

/**
 * The first stage: leads a call to its end whose answer broke off after a part of it had come, by a new request below.
 * Counts what all requests used. Each is one of the attempts that the call has.
 *
 * @throws StreamInterruptedError with all that the caller has, where that is not possible
 */
export function createRecover(
  ports: RecoverPorts,
): (next: Handler<Invocation, AccountedAnswer>) => CallHandler<Invocation, AccountedAnswer> {
  return (next) => async (invocation, receive) => {
    if (invocation.onInterrupted === 'error') return next(invocation, receive)
    const delivery = deliveryOf(invocation, receive, ports)
    const broken: StreamInterruptedError[] = []
    for (let request = invocation; ;) {
      try {
        const answer = await next(request, (events) => delivery.take(events))
        const message = delivery.message(answer.message)
        return summed(message === answer.message ? answer : { ...answer, message }, broken)
      } catch (error) {
        if (!(error instanceof StreamInterruptedError) || error === request.after) {
          throw withPart(error, delivery.partial(), broken)
        }
        broken.push(error)
        const rest = await delivery.interrupted(error)
        if (rest === undefined) throw error
        request = { ...invocation, request: rest, after: error }
      }
    }
  }
}

function deliveryOf(invocation: Invocation, receive: ReceiveCall, ports: RecoverPorts): Delivery {
  const { request, signal, delivery, onInterrupted } = invocation
  if (onInterrupted === 'continue') {
    return new ContinuedDelivery(request, receive, {
      takesPrefill: (asked) => ports.takesPrefill(asked, signal),
      tokensOf: (text) => ports.tokensOf(request.model, text),
    })
  }
  return delivery === 'whole' ? nothingDelivered(request) : new RestartedDelivery(request, receive)
}

/** What broke off is billed too: it counts as far as Bedrock had reported it. */
function summed(answer: AccountedAnswer, broken: readonly StreamInterruptedError[]): AccountedAnswer {
  if (broken.length === 0) return answer
  let { costUsd } = answer
  for (const { partial } of broken) {
    const cost = partial === undefined ? 0 : costOfPart(partial, answer)
    costUsd = costUsd === undefined || cost === undefined ? undefined : costUsd + cost
  }
  return { ...answer, usage: sumUsage([answer.usage, ...broken.map(({ usage }) => usage)]), costUsd }
}

const nanoPerUsd = 1_000_000_000

function costOfPart({ usage }: Message, { model, serviceTier }: AccountedAnswer): number | undefined {
  const tokens = billedTokens(usage)
  const cost = costOf({ tokens, prices: model.entry?.prices, kind: model.priceKind, tier: serviceTier })
  return cost === undefined ? undefined : cost.nanoUsd / nanoPerUsd
}

/** The error in which a call ends of which the caller has a part: it has that part, and the usage of all requests. */
function withPart(error: unknown, partial: Message | undefined, broken: readonly StreamInterruptedError[]): unknown {
  if (partial === undefined || broken.length === 0 || !isOutcropError(error)) return error
  // The whole answer is in that error: only its record could not be kept.
  if (error.code === 'ledger_failed') return error
  const details = { partial, usage: sumUsage(broken.map(({ usage }) => usage)) }
  const kept = {
    ...(error.model !== undefined && { model: error.model }),
    ...(error.region !== undefined && { region: error.region }),
    ...(error.requestId !== undefined && { requestId: error.requestId }),
  }
  // Who ends a call, or may not pay for its rest, hears that and not what broke before.
  if (error instanceof AbortedError || error instanceof BudgetError) {
    const { code, remedy, cause } = error
    const message = code === 'aborted' ? error.message : `The answer broke off. ${error.message}`
    return withHistory(createError(code, message, { ...kept, ...details, remedy, cause }), error.history)
  }
  const interrupted = error instanceof StreamInterruptedError
  const message = interrupted ? error.message : `The answer broke off, and going on failed: ${error.message}`
  return withHistory(
    createError('stream_interrupted', message, {
      ...kept,
      ...details,
      remedy: interrupted ? error.remedy : `${error.remedy} What came is in \`partial\`.`,
      retryable: error.retryable,
      ...(error.serviceError !== undefined && { serviceError: error.serviceError }),
      cause: interrupted ? error.cause : error,
    }),
    error.history,
  )
}
