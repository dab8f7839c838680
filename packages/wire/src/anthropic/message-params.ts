import type { CacheControl, MessageParam, TextBlockParam } from './content-params.js'
import type { Tool, ToolChoice } from './tool-params.js'

/** `display` says whether thinking is written out; models from 4.7 on omit it unless asked. */
export type ThinkingConfig =
  | { type: 'enabled'; budget_tokens: number; display?: 'summarized' | 'omitted' | null }
  | { type: 'adaptive'; display?: 'summarized' | 'omitted' | null }
  | { type: 'between_tools' }
  | { type: 'disabled' }

/**
 * How hard the model thinks and writes, from the least to the most. Which of them a model takes stands in the registry.
 */
export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max'

/** Answer only with JSON that satisfies the schema. */
export interface JsonOutputFormat {
  type: 'json_schema'
  schema: Record<string, unknown>
}

/** Effort, and the form of the answer. */
export interface OutputConfig {
  effort?: Effort | (string & {}) | null
  format?: JsonOutputFormat | null
}

/** A request to Anthropic's Messages API, its names unchanged. */
export interface MessageParams {
  model: string
  messages: MessageParam[]
  max_tokens: number
  system?: string | TextBlockParam[]
  stop_sequences?: string[]
  /** Gone in API version 2026-10-21, and refused by models from 4.7 on. */
  temperature?: number
  /** As `temperature`. */
  top_p?: number
  /** As `temperature`. */
  top_k?: number
  tools?: Tool[]
  tool_choice?: ToolChoice
  thinking?: ThinkingConfig
  output_config?: OutputConfig
  metadata?: { user_id?: string | null }
  /** Rules by which the server trims the context (a beta); passed on as they are. */
  context_management?: object | null
  /** Automatic caching of the whole prefix. */
  cache_control?: CacheControl | null
  stream?: boolean
  service_tier?: 'auto' | 'standard_only'
  speed?: 'standard' | 'fast' | null
  inference_geo?: string | null
  container?: string | object | null
  diagnostics?: object | null
  user_profile_id?: string
  workspace_id?: string
}

/**
 * The body of InvokeModel for Claude: the request without what Bedrock takes from the URL (`model`, `stream`),
 * with what elsewhere are headers.
 */
export interface InvokeBody extends Omit<MessageParams, 'model' | 'stream'> {
  /** `bedrock-2023-05-31`; from Claude 4.7 on also `2026-10-21`. */
  anthropic_version: string
  anthropic_beta?: string[]
}

/** The `anthropic_version` that every Claude model on Bedrock accepts. */
export const bedrockAnthropicVersion = 'bedrock-2023-05-31'
