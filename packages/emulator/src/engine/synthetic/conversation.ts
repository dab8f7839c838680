import type { ChatRequest } from '../../request/chat-request.js'
import { isObject } from '../../request/json.js'
import { type Turn, contentText, textOf } from '../../request/turns.js'

/** The part of a conversation that an answer depends on, and what of the answer is already there. */
export interface Conversation {
  /** Up to and with the user's turn that is answered. */
  readonly turns: readonly Turn[]
  /** What the assistant has said since: a prefill, or the part that came before a break. */
  readonly begun: string
}

const asksToContinue = /\b(continue|go on|carry on|resume|left off|cut off|interrupted)\b/i

/**
 * Takes a conversation apart. The one that ends in the assistant's turn is prefilled; one whose last user turn asks to
 * go on is continued, on models that take no prefill.
 */
export function conversationOf({ turns }: ChatRequest): Conversation {
  const last = turns.at(-1)
  if (last?.role === 'assistant') return { turns: turns.slice(0, -1), begun: textOf(last.blocks) }
  const before = turns.at(-2)
  if (last && before && turns.length > 2 && before.blocks.every(isText) && asksToContinue.test(textOf(last.blocks)))
    return { turns: turns.slice(0, -2), begun: textOf(before.blocks) }
  return { turns, begun: '' }
}

function isText({ block }: Turn['blocks'][number]): boolean {
  return block['type'] === 'text' || block['type'] === 'thinking' || block['type'] === 'redacted_thinking'
}

/**
 * All that the answer depends on, as one text. Not in it: limits, sampling, thinking and cache points, so that a request
 * that goes on where another broke off gets the rest of the same answer; and how the request was spelled, so that
 * Converse and InvokeModel answer alike.
 */
export function essenceOf(modelKey: string, { body }: ChatRequest, turns: readonly Turn[]): string {
  const parts = [modelKey, contentText(body['system'])]
  if (body['tools'] !== undefined) parts.push(withoutCachePoints(body['tools']))
  const { output_config: config } = body
  if (isObject(config) && config['format'] !== undefined) parts.push(JSON.stringify(config['format']))
  for (const { role, blocks } of turns)
    for (const { block } of blocks) {
      if (block['type'] === 'thinking' || block['type'] === 'redacted_thinking') continue
      parts.push(role, block['type'] === 'text' ? String(block['text']) : withoutCachePoints(block))
    }
  return parts.join('\u0000')
}

function withoutCachePoints(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (key === 'cache_control' ? undefined : inner))
}
