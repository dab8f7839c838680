/**
 * Every way in which a call can fail, as a stable name to branch on. What each means, its exit code, its HTTP status
 * and what to do about it stand in the {@link errorRegister}.
 */
export type ErrorCode =
  | 'invalid_request'
  | 'unknown_model'
  | 'model_not_found'
  | 'model_end_of_life'
  | 'profile_required'
  | 'context_too_long'
  | 'credentials_missing'
  | 'credentials_expired'
  | 'signature'
  | 'access_denied'
  | 'model_access'
  | 'use_case_form'
  | 'marketplace'
  | 'throttled'
  | 'daily_quota'
  | 'model_not_ready'
  | 'budget_exceeded'
  | 'quota_exceeded'
  | 'model_timeout'
  | 'model_error'
  | 'unavailable'
  | 'internal'
  | 'network'
  | 'deadline'
  | 'protocol'
  | 'stream_interrupted'
  | 'aborted'
  | 'ledger_failed'

/** The classes of the family, by name. */
export type ErrorClassName =
  | 'RequestError'
  | 'AccessError'
  | 'ThrottledError'
  | 'BudgetError'
  | 'ServiceError'
  | 'StreamInterruptedError'
  | 'AbortedError'
  | 'LedgerError'
