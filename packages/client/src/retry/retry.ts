import type { AccountedAnswer, Handler, Invocation, PricedAnswer } from '../invocation/index.js'
import { retrying } from './retrying.js'
import type { RetryLimits, RetryPorts } from './retrying.js'

/**
 * Makes attempts until one succeeds. Never repeats one that has handed a part of its answer up: what becomes of that
 * part is for the stage above to say, which then calls again with `after`.
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
    const { call } = invocation
    const { result, history } = await retrying(
      { run: () => next(invocation, receiveAndNote), settled: () => delivered, inLine: () => call.log.read() },
      limitsOf(invocation),
      ports,
    )
    return { ...result, history }
  }
}

function limitsOf({ limits, signal, after }: Invocation): RetryLimits {
  const { maxRetries, initialDelayMs, maxDelayMs, shouldRetry, deadlineAt } = limits
  return { maxRetries, initialDelayMs, maxDelayMs, shouldRetry, deadlineAt, signal, after }
}
