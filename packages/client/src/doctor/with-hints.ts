import { createError } from '../errors/create-error.js'
import type { OutcropError } from '../errors/index.js'

/** The same error, with what is likely its cause put before or after what to do. */
export function withHints(error: OutcropError, hints: readonly string[]): OutcropError {
  if (hints.length === 0) return error
  return withRemedy(error, [error.remedy, ...hints].join(' '))
}

/** The same error with another remedy. */
function withRemedy(error: OutcropError, remedy: string): OutcropError {
  const { code, message, status, requestId, region, model, serviceError, cause } = error
  return createError(code, message, {
    remedy,
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
    ...(region !== undefined && { region }),
    ...(model !== undefined && { model }),
    ...(serviceError !== undefined && { serviceError }),
    cause,
  })
}
