import type { Clock } from '../clock/index.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { CallIdentity, Handler, PreparedInvocation, PricedAnswer } from '../invocation/index.js'
import type { Observation } from './observation.js'

/** Says how each attempt begins and ends. Where nobody listens the attempt passes untouched. */
export function createObserve(
  observation: Observation,
  clock: Clock,
): (next: Handler<PreparedInvocation, PricedAnswer>) => Handler<PreparedInvocation, PricedAnswer> {
  const lastEnds = new WeakMap<CallIdentity, number>()
  return (next) => async (invocation, receive) => {
    if (!observation.isWanted) return next(invocation, receive)
    const attempt = invocation.attempt ?? invocation.call.nextAttempt()
    const begun = clock.monotonic()
    const of = { ...placeOf(invocation, attempt.number), waitedMs: begun - (lastEnds.get(invocation.call) ?? begun) }
    let firstEventMs: number | undefined
    observation.say({ type: 'outcrop:attempt:start', ...of, startedAt: clock.now() })
    const end = () => {
      lastEnds.set(invocation.call, clock.monotonic())
      const timing = { durationMs: clock.monotonic() - begun, ...(firstEventMs !== undefined && { firstEventMs }) }
      return { type: 'outcrop:attempt:end' as const, ...of, ...timing }
    }
    try {
      const answer = await next({ ...invocation, attempt }, (events) => {
        firstEventMs ??= clock.monotonic() - begun
        return receive(events)
      })
      const { status, requestId, usage, costUsd } = answer
      const known = { ...(requestId !== undefined && { requestId }), ...(costUsd !== undefined && { costUsd }) }
      observation.say({ ...end(), outcome: 'ok', status, usage, ...known })
      return answer
    } catch (error) {
      if (isOutcropError(error)) {
        const { code, message, status, requestId } = error
        const known = { ...(status !== undefined && { status }), ...(requestId !== undefined && { requestId }) }
        observation.say({ ...end(), outcome: code, message, ...known })
      }
      throw error
    }
  }
}

function placeOf({ call, request, model, operation }: PreparedInvocation, attempt: number) {
  const { key, calledId, region, surface } = model
  return {
    callId: call.id,
    requestedModel: request.model,
    attempt,
    model: key ?? calledId,
    calledId,
    region,
    surface,
    operation,
  }
}
