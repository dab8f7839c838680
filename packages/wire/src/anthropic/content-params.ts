import type { TextCitation } from './citations.js'

/** Marks the end of a prefix that is to be cached. Without `ttl` it lives 5 minutes. */
export interface CacheControl {
  type: 'ephemeral'
  ttl?: '5m' | '1h'
}

/** Whether the model quotes from a document. Default false. */
export interface CitationsConfig {
  enabled?: boolean
}

/** Text that is sent. */
export interface TextBlockParam {
  type: 'text'
  text: string
  cache_control?: CacheControl | null
  citations?: TextCitation[] | null
}

/** An image in the request itself; `data` is base64 without a prefix. */
export interface Base64ImageSource {
  type: 'base64'
  media_type: 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp'
  data: string
}

/** A source that Bedrock refuses; typed so that the refusal can be said before anything is sent. */
export interface UrlSource {
  type: 'url'
  url: string
}

/** A source of the Files API, which Bedrock does not have. */
export interface FileSource {
  type: 'file'
  file_id: string
}

/** An image for the model to see. */
export interface ImageBlockParam {
  type: 'image'
  source: Base64ImageSource | UrlSource | FileSource
  cache_control?: CacheControl | null
  transformations?: { oversized_image?: 'downsize' | 'error' } | null
}

/** A PDF in the request itself; `data` is base64 without a prefix. */
export interface Base64PdfSource {
  type: 'base64'
  media_type: 'application/pdf'
  data: string
}

/** A document that is plain text. */
export interface PlainTextSource {
  type: 'text'
  media_type: 'text/plain'
  data: string
}

/** A document cut into blocks by the caller, so that citations name a block. */
export interface ContentBlockSource {
  type: 'content'
  content: string | (TextBlockParam | ImageBlockParam)[]
}

/** A document for the model to read. */
export interface DocumentBlockParam {
  type: 'document'
  source: Base64PdfSource | PlainTextSource | ContentBlockSource | UrlSource | FileSource
  title?: string | null
  context?: string | null
  citations?: CitationsConfig | null
  cache_control?: CacheControl | null
}

/** A search result that the model may quote from. */
export interface SearchResultBlockParam {
  type: 'search_result'
  source: string
  title: string
  content: TextBlockParam[]
  citations?: CitationsConfig
  cache_control?: CacheControl | null
}

/** Has to be sent back exactly as it came: the signature covers it. */
export interface ThinkingBlockParam {
  type: 'thinking'
  thinking: string
  signature: string
}

/** Thinking that came back encrypted. Send it as it came. */
export interface RedactedThinkingBlockParam {
  type: 'redacted_thinking'
  data: string
}

/** Who called a tool: the model itself, or code that ran at Anthropic's. */
export interface ToolUseCaller {
  type: 'direct' | `code_execution_${number}`
}

/** A call of a tool, as the model made it; `input` is an object. */
export interface ToolUseBlockParam {
  type: 'tool_use'
  id: string
  name: string
  input: unknown
  cache_control?: CacheControl | null
  caller?: ToolUseCaller
  toolset_name?: string | null
}

/** The name of a tool that a search for tools has found. */
export interface ToolReferenceBlockParam {
  type: 'tool_reference'
  tool_name: string
  cache_control?: CacheControl | null
}

/** A report on a browser session, answered to the browser toolset; its members are not read here. */
export interface BrowserStateBlockParam {
  type: 'browser_state'
}

/** A block inside the result of a tool. */
export type ToolResultContentParam =
  | TextBlockParam
  | ImageBlockParam
  | DocumentBlockParam
  | SearchResultBlockParam
  | ToolReferenceBlockParam
  | BrowserStateBlockParam

/** What a tool gave, for the call with the id `tool_use_id`. */
export interface ToolResultBlockParam {
  type: 'tool_result'
  tool_use_id: string
  content?: string | ToolResultContentParam[]
  is_error?: boolean
  cache_control?: CacheControl | null
  toolset_name?: string | null
}

/**
 * Blocks that this package carries and does not read: server tools, compaction and the like. Their members
 * are whatever they are; a type that is not listed here passes at run time just the same.
 */
export interface OpaqueBlock {
  type: 'server_tool_use' | 'mcp_tool_use' | 'container_upload' | 'compaction' | 'fallback' | `${string}_tool_result`
}

/** A block of a turn that is sent. What this package does not know goes through as it is. */
export type ContentBlockParam =
  | TextBlockParam
  | ImageBlockParam
  | DocumentBlockParam
  | SearchResultBlockParam
  | ThinkingBlockParam
  | RedactedThinkingBlockParam
  | ToolUseBlockParam
  | ToolResultBlockParam
  | OpaqueBlock

/** One turn. Role `system` in the middle of a conversation exists since API version 2026-10-21. */
export type MessageParam =
  | { role: 'user' | 'assistant'; content: string | ContentBlockParam[] }
  | { role: 'system'; content: string | TextBlockParam[] }
