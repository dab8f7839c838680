import type { OperationCall } from '../call.js'
import { isObject } from './json.js'

/** The id of the model that a request names: in its path, or for Anthropic's own API in its body. */
export function calledIdOf({ modelId, operation, received }: OperationCall): string | undefined {
  if (operation !== 'Messages' && operation !== 'MessagesCountTokens') return modelId
  const body = received.json()
  const named = isObject(body) ? body['model'] : undefined
  return typeof named === 'string' ? named : undefined
}
