import type { AttemptRecord } from '../errors/outcrop-error.js'
import type { Answer, Handler, Invocation } from '../invocation/index.js'
import { retrying } from './retrying.js'
import type { RetryPorts } from './retrying.js'

/** An answer with the attempts it took. */
export type Retried<Below> = Below & { readonly history: readonly AttemptRecord[] }

/**
 * The first stage: makes attempts until one succeeds. Never repeats a call of which the caller has seen a part: what
 * was delivered cannot be taken back.
 */
export function createRetry<Below extends Answer>(
  ports: RetryPorts,
): (next: Handler<Invocation, Below>) => Handler<Invocation, Retried<Below>> {
  return (next) => async (invocation, receive) => {
    let delivered = false
    const receiveAndNote: typeof receive = (events) => {
      delivered = true
      return receive(events)
    }
    const { result, history } = await retrying(
      { run: () => next(invocation, receiveAndNote), settled: () => delivered && invocation.delivery === 'events' },
      { ...invocation.limits, signal: invocation.signal },
      ports,
    )
    return { ...result, history }
  }
}
