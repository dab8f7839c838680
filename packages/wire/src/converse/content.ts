// Content blocks of the Converse API as its JSON writes them: a union is an object with one member, bytes are base64.

/** Marks the end of a prefix that is to be cached: a block of its own, after the last block of the prefix. */
export interface CachePointBlock {
  cachePoint: { type: 'default'; ttl?: '5m' | '1h' | (string & {}) }
}

/** Text. */
export interface TextBlock {
  text: string
}

/** Bytes as base64, or an object in S3, which only Bedrock itself can read. */
export type BlobSource = { bytes: string } | { s3Location: { uri: string; bucketOwner?: string } }

/** An image for the model to see. */
export interface ImageBlock {
  image: { format: 'png' | 'jpeg' | 'gif' | 'webp' | (string & {}); source: BlobSource }
}

/** Where the bytes or the text of a document are. */
export type DocumentSource = BlobSource | { text: string } | { content: { text: string }[] }

/** A document for the model to read. */
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

/** A search result that the model may quote from. */
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

/** A block inside the result of a tool. */
export type ToolResultContent = TextBlock | ImageBlock | DocumentBlock | SearchResultBlock | { json: unknown }

/** What a tool gave. */
export interface ToolResultBlock {
  toolResult: { toolUseId: string; content: ToolResultContent[]; status?: 'success' | 'error'; type?: string }
}

/** Where a quotation stands: characters, pages or chunks of a document, or a search result. */
export type CitationLocation =
  | { documentChar: { documentIndex: number; start: number; end: number } }
  | { documentPage: { documentIndex: number; start: number; end: number } }
  | { documentChunk: { documentIndex: number; start: number; end: number } }
  | { searchResultLocation: { searchResultIndex: number; start: number; end: number } }
  | { web: { url: string; domain?: string } }

/** A quotation, and where it stands. */
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

/** A block of a turn. What this package does not know goes through as it is. */
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

/** One turn of a conversation. */
export interface ConverseMessage {
  role: 'user' | 'assistant' | 'system'
  content: ConverseContentBlock[]
}

/** A block of the system prompt. */
export type ConverseSystemBlock = TextBlock | CachePointBlock | GuardBlock
