import { matchOperation } from '@outcrop/wire/bedrock'
import { ServiceFault } from '../answer/service-fault.js'
import type { Call, OperationCall, Stage } from '../call.js'

/**
 * Which operation a request is for, by its method and its still encoded path. Anything else is answered as AWS's front
 * end answers it: before it asks who is calling.
 */
export const route: Stage<Call, OperationCall> = (next) => (call) => {
  const { method, path } = call.received
  const match = matchOperation(method, originForm(path))
  if (!match) throw unknownOperation()
  call.entry.operation = match.name
  if (match.modelId !== undefined) call.entry.calledId = match.modelId
  return next({ ...call, operation: match.name, modelId: match.modelId, query: match.query })
}

/** Clients that believe to speak to a proxy send the whole URL. */
function originForm(target: string): string {
  return target.replace(/^https?:\/\/[^/?]*/i, '')
}

function unknownOperation(): ServiceFault {
  return new ServiceFault(404, 'UnknownOperationException', 'unknown operation', {
    bodyText: '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}',
  })
}
