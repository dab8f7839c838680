import { exceptions, isExceptionName } from '@outcrop/wire/bedrock'
import type { Received } from '../call.js'
import { originForm } from '../origin-form.js'
import { isQuery } from './query-error.js'
import type { ServiceFault } from './service-fault.js'

/**
 * In whose shape a fault is told: AWS's own (`aws`, `json-1.1` for Service Quotas, `query` for STS and IAM), Anthropic's
 * envelope, or OpenAI's, which mantle speaks outside of the Messages API.
 */
export type Voice = 'aws' | 'json-1.1' | 'query' | 'anthropic' | 'openai'

/**
 * Told by the path alone, because some faults come before routing. What stands before the Messages API on bedrock-runtime
 * refuses as it refuses everywhere; what the API itself refuses comes in its envelope. No recording settles this: AWS
 * documents both shapes for that path.
 */
export function voiceFor(fault: ServiceFault, { path, headers }: Pick<Received, 'path' | 'headers'>): Voice {
  const target = originForm(path)
  if (/^\/mantle(\/|$)/.test(target)) {
    if (fault.type === 'invalid_api_key') return 'openai'
    return target.startsWith('/mantle/anthropic/') ? 'anthropic' : 'openai'
  }
  if (/^\/anthropic\/v1\/messages(\?|$)/.test(target)) return isFrontDoor(fault) ? 'aws' : 'anthropic'
  if (target === '/' && isQuery({ headers })) return 'query'
  return headers['x-amz-target'] === undefined ? 'aws' : 'json-1.1'
}

function isFrontDoor({ type, options }: ServiceFault): boolean {
  return options.capitalMessage === true || (isExceptionName(type) && exceptions[type].family === 'service')
}
