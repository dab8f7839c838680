export {
  AbortedError,
  AccessError,
  AnswerError,
  BudgetError,
  errorRegister,
  isOutcropError,
  LedgerError,
  OutcropError,
  RequestError,
  ServiceError,
  StreamInterruptedError,
  ThrottledError,
} from './errors/index.js'
export type { AttemptRecord, ErrorClassName, ErrorCode, ErrorRegisterEntry, SchemaFault } from './errors/index.js'
export type {
  CallEvent,
  CacheOption,
  CallOptions,
  CallSurface,
  Guardrail,
  InvokeRequest,
  MessagesRequest,
  OnInterrupted,
  Priority,
  Reply,
  ReplyModel,
  ReplyUsage,
  RequestDefaults,
  Residency,
  ResolvedModel,
  RestartEvent,
  RetryOptions,
  ShouldRetry,
  Tags,
} from './invocation/index.js'
export type { Client, Messages } from './client.js'
export type { ClientOptions } from './client-options.js'
export { billedTokens, costOf } from './cost/cost.js'
export type { BilledTokens, Cost, CostQuestion } from './cost/cost.js'
export type { LedgerEntry } from './account/ledger-entry.js'
export type { Ledger, LedgerOption } from './ledger-option.js'
export type { RouteOption } from './route/route-option.js'
export type { Budget } from './admit/budgets.js'
export type { QuotaLimits, QuotaState } from './admit/quota-book.js'
export type { BudgetAnswer, BudgetScope, BudgetStore } from './admit/budget-store.js'
export type { AccountLimit, ModelLimits } from './limits/account-limits.js'
export type { Clock, Timer } from './clock/index.js'
export type { AwsCredentials, CredentialProvider } from './credentials/types.js'
export type { TokenCount, TokenCountRequest, TokenEstimate, TokenEstimateRequest } from './count/types.js'
export { diagnosisOfSettings, diagnosisSteps } from './doctor/diagnosis.js'
export type { Diagnosis, DiagnosisStep, DiagnosisStepName } from './doctor/diagnosis.js'
export { callRights } from './rights/call-rights.js'
export type { CalledModel, CallRights } from './rights/call-rights.js'
export type { StepReport } from './examine/step-report.js'
export type { HealthReport, HealthStep } from './health/health-report.js'
export type { ObjectReply } from './structured/ask-for-object.js'
export type { JsonSchema, OutputOf, OutputSchema, StandardSchema } from './structured/output-schema.js'
export { defineTool } from './tools/define-tool.js'
export type { DefinedTool, ToolDefinition } from './tools/define-tool.js'
export { toolCallsOf } from './tools/tool-calls.js'
export type { InvalidToolCall, ToolCall, ToolReply, ValidToolCall } from './tools/tool-calls.js'
export type { ObjectStream } from './structured/object-stream.js'
export type {
  AttemptEnd,
  AttemptStart,
  CallEnd,
  CallError,
  CallStart,
  NoticeGiven,
  ObservedEvent,
} from './observe/events.js'
export type { Logger, LogRecord } from './observe/log.js'
export type { MessageStream } from './reply/message-stream.js'
export { createMessagesFetch } from './messages-fetch/create-messages-fetch.js'
export type { MessagesFetchOptions } from './messages-fetch/create-messages-fetch.js'
export { createClient } from './create-client.js'
