import type { Message } from '@outcrop/wire/anthropic'
import { createError } from '../errors/create-error.js'
import { StreamInterruptedError } from '../errors/families.js'
import { isOutcropError, withHistory } from '../errors/outcrop-error.js'
import type {
  AccountedAnswer,
  Answer,
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
  /** Price of an answer in US dollars; undefined where that is not known. */
  readonly costOf: (answer: Answer) => number | undefined
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
        return summed({ ...answer, message: delivery.message(answer.message) }, broken, ports)
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

function deliveryOf(invocation: Invocation, receive: ReceiveCall, { takesPrefill }: RecoverPorts): Delivery {
  const { request, signal, delivery, onInterrupted } = invocation
  if (onInterrupted === 'continue') {
    return new ContinuedDelivery(request, receive, (asked) => takesPrefill(asked, signal))
  }
  return delivery === 'whole' ? nothingDelivered(request) : new RestartedDelivery(request, receive)
}

/** What broke off is billed too, as far as it is known. */
function summed(
  answer: AccountedAnswer,
  broken: readonly StreamInterruptedError[],
  { costOf }: RecoverPorts,
): AccountedAnswer {
  if (broken.length === 0) return answer
  let costUsd = answer.costUsd
  for (const { partial } of broken) {
    const cost = partial === undefined ? 0 : costOf({ ...answer, message: partial })
    costUsd = costUsd === undefined || cost === undefined ? undefined : costUsd + cost
  }
  return { ...answer, usage: sumUsage([answer.usage, ...broken.map(({ usage }) => usage)]), costUsd }
}

/** The error in which a call ends of which the caller has a part: it has that part, and the usage of all requests. */
function withPart(error: unknown, partial: Message | undefined, broken: readonly StreamInterruptedError[]): unknown {
  if (partial === undefined || broken.length === 0 || !isOutcropError(error)) return error
  const details = { partial, usage: sumUsage(broken.map(({ usage }) => usage)) }
  const kept = {
    ...(error.model !== undefined && { model: error.model }),
    ...(error.region !== undefined && { region: error.region }),
    ...(error.requestId !== undefined && { requestId: error.requestId }),
  }
  if (error.code === 'aborted') {
    return withHistory(createError('aborted', error.message, { ...kept, ...details }), error.history)
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
