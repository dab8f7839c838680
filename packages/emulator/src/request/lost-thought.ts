import type { ChatRequest } from './chat-request.js'
import { isObject } from './json.js'
import type { PlacedBlock } from './turns.js'

/**
 * Where the thought is missing that extended thinking began an assistant's turn with: the first block of the last such
 * turn, while tools still answer it or it is to be continued. Undefined where nothing is missing.
 */
export function lostThought({ body, turns }: ChatRequest): PlacedBlock | undefined {
  if (!isObject(body['thinking']) || body['thinking']['type'] !== 'enabled') return undefined
  const last = turns.findLast((turn) => turn.role === 'assistant')
  const open = last === turns.at(-1) || last?.blocks.some(({ block }) => block['type'] === 'tool_use')
  const [first] = last?.blocks ?? []
  if (!open || !first) return undefined
  return ['thinking', 'redacted_thinking'].includes(String(first.block['type'])) ? undefined : first
}
