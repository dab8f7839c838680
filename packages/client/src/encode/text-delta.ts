import type { ContentBlockDeltaEvent } from '@outcrop/wire/anthropic'

/** The text of an event as Bedrock writes it, up to the index, and from there to the text. */
const begins = '{"type":"content_block_delta","index":'
const continues = ',"delta":{"type":"text_delta","text":"'
const ends = '"}}'

/** Whatever JSON would have to escape, or has escaped. */
// oxlint-disable-next-line no-control-regex
const unplain = /["\\\u0000-\u001f]/

/**
 * Reads the event that a stream mostly consists of, a piece of text, without parsing JSON: that would cost more than all
 * else that is done for it. Undefined for anything that is not exactly of this form, with a text in which nothing is
 * escaped; then it is for the parser.
 */
export function readTextDelta(json: string): ContentBlockDeltaEvent | undefined {
  if (!json.startsWith(begins) || !json.endsWith(ends)) return undefined
  // Indexes have one digit until an answer has its eleventh block.
  const index = json.charCodeAt(begins.length) - 48
  if (index < 0 || index > 9 || !json.startsWith(continues, begins.length + 1)) return undefined
  const text = json.slice(begins.length + 1 + continues.length, -ends.length)
  if (unplain.test(text)) return undefined
  return { type: 'content_block_delta', index, delta: { type: 'text_delta', text } }
}
