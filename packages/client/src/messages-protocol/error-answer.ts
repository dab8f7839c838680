import { createError } from '../errors/create-error.js'
import type { ErrorCode } from '../errors/error-code.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import { errorRegister } from '../errors/register.js'

/** An error as Anthropic's Messages API words it, with what of ours goes along: the code and what to do. */
export interface ErrorBody {
  readonly type: 'error'
  readonly error: {
    readonly type: string
    readonly message: string
    readonly code: string
    readonly remedy: string
  }
  readonly request_id: string | null
}

/** An answer that is an error, ready to be sent. */
export interface ErrorAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: ErrorBody
}

const typeOfStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
}

/** Where the status alone would name the wrong thing. */
const typeOfCode: Readonly<Partial<Record<ErrorCode, string>>> = {
  budget_exceeded: 'billing_error',
  credentials_missing: 'authentication_error',
  credentials_expired: 'authentication_error',
  signature: 'authentication_error',
}

/** What Anthropic's API answers otherwise than our register: programs make their prompts shorter on a 400 alone. */
const statusOfCode: Readonly<Partial<Record<ErrorCode, number>>> = { context_too_long: 400 }

function statusOf({ code }: OutcropError): number {
  return statusOfCode[code] ?? errorRegister[code].httpStatus
}

/** By these words programs know that they have to make the prompt shorter; Bedrock says it differently of some models. */
const tooLong = 'prompt is too long'

function wordsOf({ code, message }: OutcropError): string {
  return code === 'context_too_long' && !message.includes(tooLong) ? `${tooLong}: ${message}` : message
}

/** What was not foreseen is an error all the same, and none of its insides are shown. */
function known(error: unknown): OutcropError {
  return isOutcropError(error) ? error : createError('internal', 'The call failed for a reason that nobody foresaw')
}

/** The error in Anthropic's shape: also the data of an `event: error`. */
export function errorBody(reason: unknown): ErrorBody {
  const error = known(reason)
  const type = typeOfCode[error.code] ?? typeOfStatus[statusOf(error)] ?? 'api_error'
  const message = `${wordsOf(error).replace(/[.\s]+$/, '')}. ${error.remedy}`
  return {
    type: 'error',
    error: { type, message, code: error.code, remedy: error.remedy },
    request_id: error.requestId ?? null,
  }
}

/**
 * The answer for a call that failed before anything of it was handed over. Whoever gets it is told not to try again:
 * what is worth a retry has been retried by the client, and a second owner of retries would multiply the attempts.
 */
export function errorAnswer(reason: unknown): ErrorAnswer {
  const error = known(reason)
  return {
    status: statusOf(error),
    headers: {
      'content-type': 'application/json',
      'x-should-retry': 'false',
      ...(error.requestId !== undefined && { 'request-id': error.requestId }),
      ...(error.retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)) }),
    },
    body: errorBody(error),
  }
}
