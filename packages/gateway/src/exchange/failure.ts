import { errorRegister, isOutcropError } from '@outcrop/client'
import { Refusal } from './refusal.js'

/** A failure as every protocol here needs it, before it is put in the protocol's own shape. */
export interface Failure {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly remedy: string
  readonly retryAfterMs: number | undefined
  /** Bedrock's own name of the error, where it came from there. */
  readonly serviceError: string | undefined
  readonly requestId: string | undefined
}

/** What an error tells. Of what was not foreseen nothing is shown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) {
    const { status, code, message, remedy, retryAfterMs } = error
    return { status, code, message, remedy, retryAfterMs, serviceError: undefined, requestId: undefined }
  }
  if (isOutcropError(error)) {
    const { code, message, remedy, serviceError, requestId, retryAfterMs } = error
    return { status: errorRegister[code].httpStatus, code, message, remedy, retryAfterMs, serviceError, requestId }
  }
  return {
    status: 500,
    code: 'internal',
    message: 'The gateway failed for a reason that nobody foresaw',
    remedy: 'Make the request again; if it fails again, look into the log of the gateway.',
    retryAfterMs: undefined,
    serviceError: undefined,
    requestId: undefined,
  }
}

/** Message and remedy as one text, for protocols that have no place for the second. */
export function sentenceOf({ message, remedy }: Pick<Failure, 'message' | 'remedy'>): string {
  return `${message.replace(/[.\s]+$/, '')}. ${remedy}`.trim()
}

/** Whoever is refused is told when to come again, and that a retry of its own is none of its business. */
export function failureHeaders({ retryAfterMs, requestId }: Failure): Readonly<Record<string, string>> {
  return {
    'x-should-retry': 'false',
    ...(retryAfterMs !== undefined && { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) }),
    ...(requestId !== undefined && { 'x-amzn-requestid': requestId }),
  }
}
