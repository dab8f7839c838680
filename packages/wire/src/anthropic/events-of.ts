import type { ContentBlock, Message } from './message.js'
import type { ContentBlockDelta, InvocationMetrics, MessageDeltaEvent, StreamEvent } from './stream-event.js'

/** How a message is cut into stream events. */
export interface EventsOptions {
  /** UTF-16 units per text, thinking or input delta, default 24; never splits a surrogate pair. */
  chunkSize?: number
  /** Goes into the last event as Bedrock's `amazon-bedrock-invocationMetrics`. */
  metrics?: InvocationMetrics
  /** `output_tokens` of message_start, where the model has hardly begun; default 1. */
  startOutputTokens?: number
}

/**
 * Splits a message into the events in which Bedrock would stream it: the whole input side of the usage in
 * message_start, only the output side in message_delta; a tool's input starts as `{}` and an empty piece; thinking
 * ends in one signature. Accumulated again they are equal to the message.
 */
export function eventsOf(message: Message, options: EventsOptions = {}): StreamEvent[] {
  return [...streamEventsOf(message, options)]
}

/** The same, each event made when it is asked for: a stream that goes slowly should not hold all of them meanwhile. */
export function* streamEventsOf(message: Message, options: EventsOptions = {}): Generator<StreamEvent, void, void> {
  const size = Math.max(1, Math.floor(options.chunkSize ?? 24))
  yield startOf(message, options.startOutputTokens ?? 1)
  for (const [index, block] of message.content.entries()) {
    yield { type: 'content_block_start', index, content_block: emptied(block) }
    for (const delta of deltasOf(block, size)) yield { type: 'content_block_delta', index, delta }
    yield { type: 'content_block_stop', index }
  }
  yield endOf(message)
  const metrics = options.metrics && { 'amazon-bedrock-invocationMetrics': options.metrics }
  yield { type: 'message_stop', ...metrics }
}

function startOf(message: Message, startOutputTokens: number): StreamEvent {
  const { output_tokens_details: _, ...usage } = message.usage
  return {
    type: 'message_start',
    message: {
      ...message,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      ...('stop_details' in message && { stop_details: null }),
      usage: { ...usage, output_tokens: Math.min(startOutputTokens, usage.output_tokens) },
    },
  }
}

function endOf(message: Message): MessageDeltaEvent {
  const { output_tokens, output_tokens_details } = message.usage
  return {
    type: 'message_delta',
    delta: {
      stop_reason: message.stop_reason,
      stop_sequence: message.stop_sequence,
      ...(message.stop_details !== undefined && { stop_details: message.stop_details }),
    },
    usage: { output_tokens, ...(output_tokens_details !== undefined && { output_tokens_details }) },
  }
}

/** A block as content_block_start shows it: all that comes in deltas taken out. */
function emptied(block: ContentBlock): ContentBlock {
  if (block.type === 'text') return { ...block, text: '', ...(Array.isArray(block.citations) && { citations: [] }) }
  if (block.type === 'thinking') return { ...block, thinking: '', signature: '' }
  if (block.type === 'tool_use') return { ...block, input: {} }
  return block
}

function* deltasOf(block: ContentBlock, size: number): Generator<ContentBlockDelta, void, void> {
  if (block.type === 'text') {
    for (const citation of block.citations ?? []) yield { type: 'citations_delta', citation }
    for (const text of pieces(block.text, size)) yield { type: 'text_delta', text }
  } else if (block.type === 'thinking') {
    for (const thinking of pieces(block.thinking, size)) yield { type: 'thinking_delta', thinking }
    if (block.signature !== '') yield { type: 'signature_delta', signature: block.signature }
  } else if (block.type === 'tool_use') {
    yield { type: 'input_json_delta', partial_json: '' }
    for (const partial_json of pieces(inputText(block.input), size)) yield { type: 'input_json_delta', partial_json }
  }
}

/** A call without arguments ends after the empty piece. */
function inputText(input: unknown): string {
  const text = JSON.stringify(input) ?? ''
  return text === '{}' ? '' : text
}

function* pieces(text: string, size: number): Generator<string, void, void> {
  let start = 0
  while (start < text.length) {
    let end = Math.min(start + size, text.length)
    if (end < text.length && splitsPair(text, end)) end += 1
    yield text.slice(start, end)
    start = end
  }
}

function splitsPair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1)
  const after = text.charCodeAt(at)
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff
}
