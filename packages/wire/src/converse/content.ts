// Content blocks of the Converse API as its JSON writes them: a union is an object with one member, bytes are base64.

/** Marks the end of a prefix that is to be cached: a block of its own, after the last block of the prefix. */
export interface CachePointBlock {
  cachePoint: { type: 'default'; ttl?: '5m' | '1h' | (string & {}) }
}

export interface TextBlock {
  text: string
}

/** Bytes as base64, or an object in S3, which only Bedrock itself can read. */
export type BlobSource = { bytes: string } | { s3Location: { uri: string; bucketOwner?: string } }

export interface ImageBlock {
  image: { format: 'png' | 'jpeg' | 'gif' | 'webp' | (string & {}); source: BlobSource }
}

export type DocumentSource = BlobSource | { text: string } | { content: { text: string }[] }

export interface DocumentBlock {
  document: {
    name: string
    /** pdf, csv, doc, docx, xls, xlsx, html, txt, md */
    format?: string
    source: DocumentSource
    context?: string
    citations?: { enabled: boolean }
  }
}

export interface SearchResultBlock {
  searchResult: {
    source: string
    title: string
    content: { text: string }[]
    citations?: { enabled: boolean }
  }
}

/** Has to come back as it was: the signature covers the text. */
export type ReasoningBlock =
  | { reasoningContent: { reasoningText: { text: string; signature?: string } } }
  | { reasoningContent: { redactedContent: string } }

/** `type` marks a tool that runs at the provider's. */
export interface ToolUseBlock {
  toolUse: { toolUseId: string; name: string; input: unknown; type?: string }
}

export type ToolResultContent = TextBlock | ImageBlock | DocumentBlock | SearchResultBlock | { json: unknown }

export interface ToolResultBlock {
  toolResult: { toolUseId: string; content: ToolResultContent[]; status?: 'success' | 'error'; type?: string }
}

export type CitationLocation =
  | { documentChar: { documentIndex: number; start: number; end: number } }
  | { documentPage: { documentIndex: number; start: number; end: number } }
  | { documentChunk: { documentIndex: number; start: number; end: number } }
  | { searchResultLocation: { searchResultIndex: number; start: number; end: number } }
  | { web: { url: string; domain?: string } }

export interface Citation {
  location?: CitationLocation
  source?: string
  sourceContent?: { text: string }[]
  title?: string
}

/** Text with its sources. */
export interface CitationsBlock {
  citationsContent: { citations: Citation[]; content: { text: string }[] }
}

/** Text or an image that a guardrail looks at; Claude's own body has no such block. */
export interface GuardBlock {
  guardContent: object
}

/** The blocks that Converse knows and Claude does not take. */
export type ForeignBlock = { video: object } | { audio: object } | { toolAddition: object } | { toolRemoval: object }

export type ConverseContentBlock =
  | TextBlock
  | ImageBlock
  | DocumentBlock
  | SearchResultBlock
  | ReasoningBlock
  | ToolUseBlock
  | ToolResultBlock
  | CitationsBlock
  | CachePointBlock
  | GuardBlock
  | ForeignBlock

export interface ConverseMessage {
  role: 'user' | 'assistant' | 'system'
  content: ConverseContentBlock[]
}

export type ConverseSystemBlock = TextBlock | CachePointBlock | GuardBlock
