import type { ContentBlock, Message } from './message.js'
import type { ContentBlockDelta, InvocationMetrics, MessageDeltaEvent, StreamEvent } from './stream-event.js'

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
  const size = Math.max(1, Math.floor(options.chunkSize ?? 24))
  const events: StreamEvent[] = [startOf(message, options.startOutputTokens ?? 1)]
  message.content.forEach((block, index) => {
    events.push({ type: 'content_block_start', index, content_block: emptied(block) })
    for (const delta of deltasOf(block, size)) events.push({ type: 'content_block_delta', index, delta })
    events.push({ type: 'content_block_stop', index })
  })
  events.push(endOf(message))
  const metrics = options.metrics && { 'amazon-bedrock-invocationMetrics': options.metrics }
  events.push({ type: 'message_stop', ...metrics })
  return events
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

function deltasOf(block: ContentBlock, size: number): ContentBlockDelta[] {
  if (block.type === 'text') {
    const citations = (block.citations ?? []).map((citation) => ({ type: 'citations_delta' as const, citation }))
    return [...citations, ...pieces(block.text, size).map((text) => ({ type: 'text_delta' as const, text }))]
  }
  if (block.type === 'thinking') {
    const thinking = pieces(block.thinking, size).map((piece) => ({ type: 'thinking_delta' as const, thinking: piece }))
    return block.signature === '' ? thinking : [...thinking, { type: 'signature_delta', signature: block.signature }]
  }
  if (block.type === 'tool_use') {
    const texts = ['', ...pieces(inputText(block.input), size)]
    return texts.map((partial_json) => ({ type: 'input_json_delta', partial_json }))
  }
  return []
}

/** A call without arguments ends after the empty piece. */
function inputText(input: unknown): string {
  const text = JSON.stringify(input) ?? ''
  return text === '{}' ? '' : text
}

function pieces(text: string, size: number): string[] {
  const found: string[] = []
  let start = 0
  while (start < text.length) {
    let end = Math.min(start + size, text.length)
    if (end < text.length && splitsPair(text, end)) end += 1
    found.push(text.slice(start, end))
    start = end
  }
  return found
}

function splitsPair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1)
  const after = text.charCodeAt(at)
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff
}
