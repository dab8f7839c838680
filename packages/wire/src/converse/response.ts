import type { ConverseContentBlock } from './content.js'

/** Open: Anthropic's `refusal` and `pause_turn` have no modelled value and pass as they are. */
export type ConverseStopReason =
  | 'end_turn'
  | 'tool_use'
  | 'max_tokens'
  | 'stop_sequence'
  | 'guardrail_intervened'
  | 'content_filtered'
  | 'malformed_model_output'
  | 'malformed_tool_use'
  | 'model_context_window_exceeded'
  | (string & {})

/**
 * Counts of tokens. `inputTokens` excludes the cache, `totalTokens` includes it. Where caching is in play Bedrock
 * writes the two cache counts under both spellings; only the one without `Count` is documented.
 */
export interface ConverseUsage {
  inputTokens: number
  outputTokens: number
  totalTokens: number
  cacheReadInputTokens?: number
  cacheReadInputTokenCount?: number
  cacheWriteInputTokens?: number
  cacheWriteInputTokenCount?: number
  /** Only when something was written. */
  cacheDetails?: { inputTokens: number; ttl: string }[]
  serverToolUsage?: object
}

/** The body of an answer to Converse. */
export interface ConverseResponse {
  additionalModelResponseFields?: Record<string, unknown>
  metrics: { latencyMs: number }
  output: { message: { content: ConverseContentBlock[]; role: 'assistant' } }
  performanceConfig?: { latency?: string }
  serviceTier?: { type: string }
  stopReason: ConverseStopReason
  trace?: object
  usage: ConverseUsage
}
