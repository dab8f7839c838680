export type {
  CitationCharLocation,
  CitationContentBlockLocation,
  CitationPageLocation,
  CitationSearchResultLocation,
  CitationWebSearchResultLocation,
  TextCitation,
} from './citations.js'
export type {
  Base64ImageSource,
  Base64PdfSource,
  BrowserStateBlockParam,
  CacheControl,
  CitationsConfig,
  ContentBlockParam,
  ContentBlockSource,
  DocumentBlockParam,
  FileSource,
  ImageBlockParam,
  MessageParam,
  OpaqueBlock,
  PlainTextSource,
  RedactedThinkingBlockParam,
  SearchResultBlockParam,
  TextBlockParam,
  ThinkingBlockParam,
  ToolReferenceBlockParam,
  ToolResultBlockParam,
  ToolResultContentParam,
  ToolUseBlockParam,
  ToolUseCaller,
  UrlSource,
} from './content-params.js'
export { eventsOf, streamEventsOf } from './events-of.js'
export type { EventsOptions } from './events-of.js'
export { MessageAccumulator } from './message-accumulator.js'
export type { UnmergedDelta } from './message-accumulator.js'
export { bedrockAnthropicVersion } from './message-params.js'
export type {
  Effort,
  InvokeBody,
  JsonOutputFormat,
  MessageParams,
  OutputConfig,
  ThinkingConfig,
} from './message-params.js'
export type {
  ContentBlock,
  Message,
  RedactedThinkingBlock,
  StopDetails,
  StopReason,
  TextBlock,
  ThinkingBlock,
  ToolUseBlock,
  Usage,
} from './message.js'
export { parseStreamEvent } from './parse-stream-event.js'
export type {
  CitationsDelta,
  CompactionDelta,
  ContentBlockDelta,
  ContentBlockDeltaEvent,
  ContentBlockStartEvent,
  ContentBlockStopEvent,
  ErrorEvent,
  InputJsonDelta,
  InvocationMetrics,
  MessageDeltaEvent,
  MessageDeltaUsage,
  MessageStartEvent,
  MessageStopEvent,
  PingEvent,
  SignatureDelta,
  StreamEvent,
  TextDelta,
  ThinkingDelta,
} from './stream-event.js'
export type { BuiltInTool, CustomTool, Tool, ToolChoice, ToolInputSchema } from './tool-params.js'
export { messagesHeaders } from './messages-headers.js'
export { WireError } from '../wire-error.js'
export type { WireErrorCode } from '../wire-error.js'
