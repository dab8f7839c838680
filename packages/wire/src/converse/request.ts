import type { CachePointBlock, ConverseMessage, ConverseSystemBlock } from './content.js'

/** A tool of the caller, a cache point, or a tool that runs at Bedrock. */
export type ConverseTool =
  | { toolSpec: { name: string; description?: string; inputSchema: { json: unknown }; strict?: boolean } }
  | CachePointBlock
  | { systemTool: { name: string } }

/** Converse has no `none`. */
export type ConverseToolChoice = { auto: object } | { any: object } | { tool: { name: string } }

/** The tools, and whether one has to be called. */
export interface ConverseToolConfig {
  tools: ConverseTool[]
  toolChoice?: ConverseToolChoice
}

/** Effort, and the form of the answer. */
export interface ConverseOutputConfig {
  effort?: string
  textFormat?: {
    type: 'json_schema'
    /** The schema is JSON text inside the JSON. */
    structure: { jsonSchema: { schema: string; name?: string; description?: string } }
  }
}

/** The guardrail that Bedrock applies. */
export interface GuardrailConfig {
  guardrailIdentifier?: string
  guardrailVersion?: string
  trace?: string
  streamProcessingMode?: string
}

/** What a Converse request says besides the prompt, and InvokeModel says in headers or not at all. */
export interface ConverseExtras {
  /** Up to 10 JSON pointers into Claude's own answer; what they find comes back with Converse's. */
  additionalModelResponseFieldPaths?: string[]
  guardrailConfig?: GuardrailConfig
  performanceConfig?: { latency?: string }
  requestMetadata?: Record<string, string>
  serviceTier?: { type: string }
  /** What Converse names a JSON schema; Claude's body has the schema alone. */
  textFormatLabel?: { name?: string; description?: string }
}

/** The body of Converse and ConverseStream; the model's id is in the URL. */
export interface ConverseRequest extends Omit<ConverseExtras, 'textFormatLabel'> {
  messages?: ConverseMessage[]
  system?: ConverseSystemBlock[]
  inferenceConfig?: { maxTokens?: number; stopSequences?: string[]; temperature?: number; topP?: number }
  toolConfig?: ConverseToolConfig
  outputConfig?: ConverseOutputConfig
  /** Members of the model's own body that Converse has no name for; merged into it by Bedrock. */
  additionalModelRequestFields?: Record<string, unknown>
  promptVariables?: Record<string, { text: string }>
}
