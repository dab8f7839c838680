import type { ServiceFault } from './service-fault.js'

// What Anthropic's API calls the statuses. A status that is not listed is the API's own fault.
const typeOf: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  529: 'overloaded_error',
}

/** Anthropic's name of what AWS calls by an exception's; one that is Anthropic's already stays. */
export function anthropicErrorType({ status, type }: Pick<ServiceFault, 'status' | 'type'>): string {
  return type.endsWith('_error') ? type : (typeOf[status] ?? 'api_error')
}

/** Anthropic's envelope of an error, its members in the order in which mantle was seen to write them. */
export function anthropicErrorBody(fault: ServiceFault, requestId: string): string {
  const error = { type: anthropicErrorType(fault), message: fault.message }
  return JSON.stringify({ type: 'error', request_id: requestId, error })
}
