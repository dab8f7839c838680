export type {
  BlobSource,
  CachePointBlock,
  Citation,
  CitationLocation,
  CitationsBlock,
  ConverseContentBlock,
  ConverseMessage,
  ConverseSystemBlock,
  DocumentBlock,
  DocumentSource,
  ForeignBlock,
  GuardBlock,
  ImageBlock,
  ReasoningBlock,
  SearchResultBlock,
  TextBlock,
  ToolResultBlock,
  ToolResultContent,
  ToolUseBlock,
} from './content.js'
export { converseToInvoke } from './converse-to-invoke.js'
export type { ConverseToInvokeOptions, InvokeParts } from './converse-to-invoke.js'
export { converseToMessage } from './converse-to-message.js'
export type { ConverseToMessageOptions } from './converse-to-message.js'
export { converseEventJson } from './event-json.js'
export { ConverseEventReader } from './event-reader.js'
export type { ConverseEventReaderOptions } from './event-reader.js'
export { ConverseEventWriter } from './event-writer.js'
export type { ConverseEventWriterOptions } from './event-writer.js'
export { invokeToConverse } from './invoke-to-converse.js'
export { messageToConverse } from './message-to-converse.js'
export type { MessageToConverseOptions } from './message-to-converse.js'
export type {
  ConverseExtras,
  ConverseOutputConfig,
  ConverseRequest,
  ConverseTool,
  ConverseToolChoice,
  ConverseToolConfig,
  GuardrailConfig,
} from './request.js'
export type { ConverseResponse, ConverseStopReason, ConverseUsage } from './response.js'
export type {
  ContentBlockDeltaPayload,
  ContentBlockStartPayload,
  ContentBlockStopPayload,
  ConverseDelta,
  ConverseStreamEvent,
  MessageStartPayload,
  MessageStopPayload,
  MetadataPayload,
} from './stream-event.js'
export { converseToolUseId } from './tool-use-id.js'
export { WireError } from '../wire-error.js'
export type { WireErrorCode } from '../wire-error.js'
