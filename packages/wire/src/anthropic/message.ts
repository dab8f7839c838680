import type { TextCitation } from './citations.js'
import type { OpaqueBlock, ToolUseCaller } from './content-params.js'

/** Text of the answer. */
export interface TextBlock {
  type: 'text'
  text: string
  /** Bedrock leaves it out where nothing is cited; Anthropic's own API says null. */
  citations?: TextCitation[] | null
}

/** Thinking, signed: it goes back byte for byte, or not at all. */
export interface ThinkingBlock {
  type: 'thinking'
  /** Empty where the model's thinking is omitted. */
  thinking: string
  signature: string
}

/** Thinking that is encrypted. Send it back as it came. */
export interface RedactedThinkingBlock {
  type: 'redacted_thinking'
  data: string
}

/** A call of a tool that the model asks for; `input` is an object, held to nothing here. */
export interface ToolUseBlock {
  type: 'tool_use'
  id: string
  name: string
  input: unknown
  caller?: ToolUseCaller
  toolset_name?: string | null
}

/**
 * A block of an answer. Closed, so that `switch (block.type)` narrows; a type that is not listed survives at
 * run time untouched.
 */
export type ContentBlock = TextBlock | ThinkingBlock | RedactedThinkingBlock | ToolUseBlock | OpaqueBlock

/** Open: models bring new reasons, and Bedrock has some of its own (`guardrail_intervened`). */
export type StopReason =
  | 'end_turn'
  | 'max_tokens'
  | 'stop_sequence'
  | 'tool_use'
  | 'pause_turn'
  | 'refusal'
  | 'model_context_window_exceeded'
  | (string & {})

/** Why an answer was refused. */
export interface StopDetails {
  type: 'refusal' | (string & {})
  category: string | null
  explanation: string | null
}

/** Counts of tokens. `input_tokens` includes neither what was read from nor what was written to the cache. */
export interface Usage {
  input_tokens: number
  output_tokens: number
  cache_creation_input_tokens?: number | null
  cache_read_input_tokens?: number | null
  /** What was written, by the time it lives. */
  cache_creation?: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number } | null
  output_tokens_details?: { thinking_tokens: number } | null
  server_tool_use?: { web_search_requests: number; web_fetch_requests: number } | null
  service_tier?: 'standard' | 'priority' | 'batch' | (string & {}) | null
  inference_geo?: string | null
  speed?: 'standard' | 'fast' | null
}

/** An answer. */
export interface Message {
  id: string
  type: 'message'
  role: 'assistant'
  /** On Bedrock the short name (`claude-sonnet-4-5-20250929`), not the id that was called. */
  model: string
  content: ContentBlock[]
  /** null only while the answer is being streamed. */
  stop_reason: StopReason | null
  stop_sequence: string | null
  stop_details?: StopDetails | null
  usage: Usage
  container?: object | null
  context_management?: object | null
  diagnostics?: object | null
}
