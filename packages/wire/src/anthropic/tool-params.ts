import type { CacheControl } from './content-params.js'

/** JSON Schema of a tool's input; Anthropic wants an object at its root. */
export interface ToolInputSchema {
  type: 'object'
  properties?: unknown
  required?: string[] | null
  [keyword: string]: unknown
}

/** What every tool may carry, whoever defines its input. */
interface ToolOptions {
  cache_control?: CacheControl | null
  /** Constrain the call to the schema. Newer models on Bedrock refuse it (facts differ per model: see the registry). */
  strict?: boolean
  defer_loading?: boolean
  allowed_callers?: string[]
  input_examples?: Record<string, unknown>[]
}

/** A tool that the caller defines. */
export interface CustomTool extends ToolOptions {
  type?: 'custom' | null
  name: string
  description?: string
  input_schema: ToolInputSchema
  eager_input_streaming?: boolean | null
}

/**
 * A tool whose input Anthropic defines, named by type and date (`bash_20250124`, `text_editor_20250728`, …).
 * Each has members of its own, such as the display size of the computer tool. (The type is written as a pattern
 * that `custom` does not meet, so that `type` tells the two kinds of tool apart.)
 */
export interface BuiltInTool {
  type: `${string}_20${number}` | `tool_search_tool_${string}`
  name?: string
  cache_control?: CacheControl | null
}

/** A tool: of the caller, or one that Anthropic has defined. */
export type Tool = CustomTool | BuiltInTool

/** Whether the model may, must, or must not call a tool. Default `auto`. */
export type ToolChoice =
  | { type: 'auto'; disable_parallel_tool_use?: boolean }
  | { type: 'any'; disable_parallel_tool_use?: boolean }
  | { type: 'tool'; name: string; disable_parallel_tool_use?: boolean }
  | { type: 'none' }
