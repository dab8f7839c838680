import { createError } from '../errors/create-error.js'
import { withHistory, withPlace } from '../errors/outcrop-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'

/** The same error, with what is likely its cause put before or after what to do. */
export function withHints(error: OutcropError, hints: readonly string[]): OutcropError {
  if (hints.length === 0) return error
  const { code, message, retryable, status, requestId, region, surface, endpoint, model, serviceError } = error
  const { retryAfterMs, serviceTime, cause, history } = error
  const copy = createError(code, message, {
    remedy: [error.remedy, ...hints].join(' '),
    retryable,
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
    ...(region !== undefined && { region }),
    ...(model !== undefined && { model }),
    ...(serviceError !== undefined && { serviceError }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(serviceTime !== undefined && { serviceTime }),
    cause,
  })
  if (region !== undefined && surface !== undefined && endpoint !== undefined) {
    withPlace(copy, { region, surface, endpoint })
  }
  return withHistory(copy, history)
}
