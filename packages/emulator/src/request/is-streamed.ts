import type { OperationCall } from '../call.js'
import { isObject } from './json.js'

/** Whether the answer is to come in pieces. */
export function isStreamed({ operation, received }: OperationCall): boolean {
  if (operation === 'InvokeModelWithResponseStream' || operation === 'ConverseStream') return true
  const body = operation === 'Messages' ? received.json() : undefined
  return isObject(body) && body['stream'] === true
}
