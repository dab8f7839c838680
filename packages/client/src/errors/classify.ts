import { createError } from './create-error.js'
import type { OutcropError } from './outcrop-error.js'
import { proxyLogin } from './remedies.js'
import type { ErrorContext, ReportedError } from './reported-error.js'
import { codeByStatus, errorRules } from './rules.js'
import { modelStatus } from './model-status.js'
import type { Recognised } from './model-status.js'

/** `throttlingException`, `ThrottlingException` and `throttling_error` are one type. */
function plainType(type: string): string {
  return type
    .replaceAll('_', '')
    .toLowerCase()
    .replace(/(?:exception|error)$/, '')
}

function byStatus(status: number | undefined): Recognised {
  if (status === undefined) return { code: 'internal' }
  if (status === 407) return { code: 'network', remedy: proxyLogin }
  return { code: codeByStatus[status] ?? (status >= 500 ? 'internal' : 'protocol') }
}

/**
 * Turns what Bedrock reported into the error of our family that says what happened and what to do. Over HTTP and
 * inside a stream alike.
 */
export function classify(error: ReportedError, context: ErrorContext): OutcropError {
  const type = plainType(error.type)
  const text = error.originalMessage === undefined ? error.message : `${error.message} ${error.originalMessage}`
  const rule = errorRules.find(
    (candidate) =>
      (candidate.type === undefined || candidate.type.test(type)) &&
      (candidate.text === undefined || candidate.text.test(text)) &&
      (candidate.identity === undefined || candidate.identity === context.identity?.kind),
  )
  const found = modelStatus(rule ?? byStatus(error.status), error.originalStatusCode)
  const name = error.type === '' ? undefined : error.type.replace(/^[a-z]/, (letter) => letter.toUpperCase())
  const message =
    text.trim() === ''
      ? `Bedrock answered ${error.status ?? ''} ${name ?? ''} without a message`.replace(/ +/g, ' ')
      : text
  return createError(found.code, context.redactor.redact(message), {
    ...(found.remedy !== undefined && {
      remedy: context.redactor.redact(found.remedy({ ...error, message: text }, context)),
    }),
    ...((error.shouldRetry === false || found.retryable === false) && { retryable: false }),
    ...(found.code === 'signature' && error.serviceTime !== undefined && { serviceTime: error.serviceTime }),
    ...(error.status !== undefined && { status: error.status }),
    ...(error.requestId !== undefined && { requestId: error.requestId }),
    ...(error.retryAfterSeconds !== undefined && { retryAfterMs: error.retryAfterSeconds * 1000 }),
    ...(name !== undefined && { serviceError: name }),
    ...(context.model !== undefined && { model: context.model }),
    region: context.region,
  })
}
