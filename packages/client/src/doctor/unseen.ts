import type { OutcropError } from '../errors/index.js'
import { isOutcropError } from '../errors/outcrop-error.js'

/** Failures that say nothing about the set-up: whoever asked may not look, or nobody answers the question there. */
const silent: ReadonlySet<string> = new Set([
  'access_denied',
  'credentials_missing',
  'network',
  'deadline',
  'protocol',
  'model_not_found',
  'invalid_request',
  'throttled',
  'unavailable',
  'internal',
])

/** Why a question got no answer that means anything. @throws whatever else went wrong */
export function unseenBy(error: unknown): string {
  if (!isOutcropError(error) || !silent.has(error.code)) throw error
  return reasonOf(error)
}

function reasonOf({ code, message }: OutcropError): string {
  if (code === 'access_denied') return 'not allowed to look'
  return `no answer (${message.replace(/[.\s]+$/, '')})`
}
