import type { ErrorCode, OutcropError } from '../errors/index.js'
import type { DiagnosisStepName } from './diagnosis.js'

/** Which step a failed call is the fault of. */
const owners: Partial<Readonly<Record<ErrorCode, DiagnosisStepName>>> = {
  access_denied: 'permissions',
  use_case_form: 'access',
  marketplace: 'access',
  model_access: 'access',
  model_end_of_life: 'profile',
  model_not_found: 'profile',
  profile_required: 'profile',
  unknown_model: 'profile',
  throttled: 'quota',
  daily_quota: 'quota',
  quota_exceeded: 'quota',
  network: 'network',
  protocol: 'network',
}

/** The step that has the fix; the call itself where none has. A bearer token is all that there is of an identity. */
export function ownerOf({ code, message }: OutcropError, kind: 'sigv4' | 'bearer'): DiagnosisStepName {
  if (code === 'signature' && kind === 'sigv4' && /Signature (?:expired|not yet current)/i.test(message)) return 'clock'
  if (code === 'signature' || code === 'credentials_expired') return kind === 'bearer' ? 'credentials' : 'identity'
  if (code === 'model_access' && /data retention/i.test(message)) return 'retention'
  return owners[code] ?? 'invocation'
}
