import type { Refused, Verdict } from '@outcrop/wire/sigv4'
import type { OperationCall } from '../call.js'

/** Mantle was seen to refuse whatever it does not let in with 401. */
const mantleStatus = 401

/** How the endpoint that was called refuses. bedrock-runtime's own way is what the verifier says. */
export function wordRefusal(verdict: Verdict, { endpoint, operation }: OperationCall, byKey: boolean): Verdict {
  if (verdict.ok) return verdict
  if (endpoint === 'mantle') return onMantle(verdict, byKey)
  // An expired short-term key: the usual text with another status, on the Messages path only.
  const expired = byKey && verdict.message.startsWith('Signature expired')
  return expired && operation === 'Messages' ? { ...verdict, status: 401 } : verdict
}

function onMantle(refused: Refused, byKey: boolean): Refused {
  const { ok, message } = refused
  const isUnsigned = refused.capitalMessage === true && !byKey
  const isUnknownKey = refused.capitalMessage === true && byKey
  if (isUnknownKey) return { ok, status: mantleStatus, type: 'invalid_api_key', message: 'Invalid bearer token' }
  return { ok, status: mantleStatus, type: isUnsigned ? 'invalid_api_key' : 'authentication_error', message }
}
