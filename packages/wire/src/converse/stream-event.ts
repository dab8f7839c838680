import type { Citation } from './content.js'
import type { ConverseStopReason, ConverseUsage } from './response.js'

/** Every payload may also carry `p`, padding of random length that means nothing. */
interface Padded {
  p?: string
}

/** The first event of an answer. */
export interface MessageStartPayload extends Padded {
  role: 'assistant'
}

/** Claude's text, thinking and citations begin without it; only tools have it. */
export interface ContentBlockStartPayload extends Padded {
  contentBlockIndex: number
  start: { toolUse: { name: string; toolUseId: string; type?: string } }
}

/** A piece of text, of the input of a tool, of reasoning, or a quotation. */
export type ConverseDelta =
  | { text: string }
  | { toolUse: { input: string } }
  | { reasoningContent: { text: string } | { signature: string } | { redactedContent: string } }
  | { citation: Citation }

/** A piece of the block with this index. */
export interface ContentBlockDeltaPayload extends Padded {
  contentBlockIndex: number
  delta: ConverseDelta
}

/** The block with this index is whole. */
export interface ContentBlockStopPayload extends Padded {
  contentBlockIndex: number
}

/** The answer is whole; `metadata` with its usage follows. */
export interface MessageStopPayload extends Padded {
  additionalModelResponseFields?: Record<string, unknown>
  stopReason: ConverseStopReason
}

/** The last event, after messageStop, and the only one with usage. */
export interface MetadataPayload extends Padded {
  metrics: { latencyMs: number }
  performanceConfig?: { latency?: string }
  serviceTier?: { type: string }
  trace?: object
  usage: ConverseUsage
}

/** One event: the `:event-type` of its frame, and the payload. */
export type ConverseStreamEvent =
  | { eventType: 'messageStart'; payload: MessageStartPayload }
  | { eventType: 'contentBlockStart'; payload: ContentBlockStartPayload }
  | { eventType: 'contentBlockDelta'; payload: ContentBlockDeltaPayload }
  | { eventType: 'contentBlockStop'; payload: ContentBlockStopPayload }
  | { eventType: 'messageStop'; payload: MessageStopPayload }
  | { eventType: 'metadata'; payload: MetadataPayload }
