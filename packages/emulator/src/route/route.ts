import { ServiceFault } from '../answer/service-fault.js'
import { type Call, type OperationCall, type Received, type Stage, withFound } from '../call.js'
import { originForm } from '../origin-form.js'
import { matchRequest } from './match-request.js'

/**
 * Which operation a request is for, by its method and its still encoded path. Anything else is answered as AWS's front
 * end answers it: before it asks who is calling.
 */
export const route: Stage<Call, OperationCall> = (next) => (call) => {
  const match = matchRequest(call.received)
  if (!match) throw unknownOperation(call.received)
  const { operation, endpoint, modelId, query } = match
  call.entry.operation = operation
  call.entry.endpoint = endpoint
  if (modelId !== undefined) call.entry.calledId = modelId
  return next(withFound(call, { operation, endpoint, modelId, query }))
}

// Beside the one operation that it has, bedrock-runtime was seen to answer Anthropic's paths in two ways (September 2026):
// unknown ones as any other, but with status 200, and batches as if they lacked a signature.
const anthropicPath = /^\/anthropic\/v1\//
const batchesPath = /^\/anthropic\/v1\/messages\/batches(\/|\?|$)/

function unknownOperation({ path, headers }: Received): ServiceFault {
  const target = originForm(path)
  if (target.startsWith('/mantle/')) return new ServiceFault(404, 'not_found_error', 'Not Found')
  if (batchesPath.test(target))
    return new ServiceFault(403, 'AccessDeniedException', 'Authorization header is missing', { capitalMessage: true })
  if (headers['x-amz-target'] !== undefined) return new ServiceFault(400, 'UnknownOperationException', '')
  return new ServiceFault(anthropicPath.test(target) ? 200 : 404, 'UnknownOperationException', 'unknown operation', {
    bodyText: '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}',
  })
}
