import type { OperationCall } from '../call.js'

/**
 * The API key of a request: as a bearer token, or for Anthropic's API and mantle in Anthropic's own header. Only Bedrock
 * has such keys; a service that has none sees a signature that it cannot read.
 */
export function apiKeyOf({ received, operation, endpoint }: OperationCall): string | undefined {
  if (endpoint === 'service-quotas' || endpoint === 'sts' || endpoint === 'iam') return undefined
  const { authorization, 'x-api-key': own } = received.headers
  const bearer = typeof authorization === 'string' ? /^bearer +(\S.*)$/i.exec(authorization) : null
  if (bearer) return bearer[1]?.trim()
  const takesOwn = endpoint === 'mantle' || operation === 'Messages'
  return takesOwn && authorization === undefined && typeof own === 'string' && own !== '' ? own.trim() : undefined
}
