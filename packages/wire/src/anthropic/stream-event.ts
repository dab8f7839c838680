import type { TextCitation } from './citations.js'
import type { ContentBlock, Message, StopDetails, StopReason, Usage } from './message.js'

/** A piece of text. */
export interface TextDelta {
  type: 'text_delta'
  text: string
}

/** A piece of the JSON text of a tool's input; only all pieces together are JSON. */
export interface InputJsonDelta {
  type: 'input_json_delta'
  partial_json: string
}

/** A piece of thinking. */
export interface ThinkingDelta {
  type: 'thinking_delta'
  thinking: string
  estimated_tokens?: number | null
}

/** The signature of a thinking block, in one piece. */
export interface SignatureDelta {
  type: 'signature_delta'
  signature: string
}

/** One more quotation of a text block. */
export interface CitationsDelta {
  type: 'citations_delta'
  citation: TextCitation
}

/** The summary that takes the place of earlier turns. */
export interface CompactionDelta {
  type: 'compaction_delta'
  content: string | null
  encrypted_content?: string | null
}

/** Closed so that it narrows; a delta of another type passes at run time untouched. */
export type ContentBlockDelta =
  | TextDelta
  | InputJsonDelta
  | ThinkingDelta
  | SignatureDelta
  | CitationsDelta
  | CompactionDelta

/** The first event of an answer. */
export interface MessageStartEvent {
  type: 'message_start'
  /** Without content yet; its usage holds the whole input side. */
  message: Message
}

/** A block begins, still empty. */
export interface ContentBlockStartEvent {
  type: 'content_block_start'
  index: number
  content_block: ContentBlock
}

/** A piece of the block with this index. */
export interface ContentBlockDeltaEvent {
  type: 'content_block_delta'
  index: number
  delta: ContentBlockDelta
}

/** The block with this index is whole. */
export interface ContentBlockStopEvent {
  type: 'content_block_stop'
  index: number
}

/** Cumulative counts; what is absent or null stays as `message_start` said it. */
export type MessageDeltaUsage = { [Key in keyof Usage]?: Usage[Key] | null }

/** Why the answer stopped, and its usage; comes once, before `message_stop`. */
export interface MessageDeltaEvent {
  type: 'message_delta'
  delta: {
    stop_reason: StopReason | null
    stop_sequence: string | null
    stop_details?: StopDetails | null
    container?: object | null
  }
  usage: MessageDeltaUsage
  context_management?: object | null
}

/** What Bedrock adds to the last event of a stream; times in milliseconds. */
export interface InvocationMetrics {
  inputTokenCount: number
  outputTokenCount: number
  invocationLatency: number
  firstByteLatency: number
  cacheReadInputTokenCount?: number
  cacheWriteInputTokenCount?: number
}

/** The terminal event: without it an answer is not complete. */
export interface MessageStopEvent {
  type: 'message_stop'
  'amazon-bedrock-invocationMetrics'?: InvocationMetrics
}

/** Says only that the connection lives. */
export interface PingEvent {
  type: 'ping'
}

/** An error after the stream began (SSE; on Bedrock's event stream it is a frame of its own instead). */
export interface ErrorEvent {
  type: 'error'
  error: { type: string; message: string }
  request_id?: string | null
}

/** Closed so that it narrows; an event of another type passes at run time untouched. */
export type StreamEvent =
  | MessageStartEvent
  | ContentBlockStartEvent
  | ContentBlockDeltaEvent
  | ContentBlockStopEvent
  | MessageDeltaEvent
  | MessageStopEvent
  | PingEvent
  | ErrorEvent
