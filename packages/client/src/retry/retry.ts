import type { AccountedAnswer, Handler, Invocation, PricedAnswer } from '../invocation/index.js'
import { retrying } from './retrying.js'
import type { RetryPorts } from './retrying.js'

/**
 * The first stage: makes attempts until one succeeds. Never repeats a call of which the caller has seen a part: what
 * was delivered cannot be taken back.
 */
export function createRetry(
  ports: RetryPorts,
): (next: Handler<Invocation, PricedAnswer>) => Handler<Invocation, AccountedAnswer> {
  return (next) => async (invocation, receive) => {
    let delivered = false
    const receiveAndNote: typeof receive = (events) => {
      delivered = true
      return receive(events)
    }
    const { result, history } = await retrying(
      {
        run: () => next(invocation, receiveAndNote),
        settled: () => delivered && invocation.delivery === 'events',
      },
      { ...invocation.limits, signal: invocation.signal },
      ports,
    )
    return { ...result, history }
  }
}
