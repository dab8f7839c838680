export type {
  AccountedAnswer,
  Answer,
  CallHandler,
  Handler,
  Invocation,
  Limits,
  NormalRequest,
  OutputWish,
  PreparedInvocation,
  PricedAnswer,
  Receive,
  RetryChoices,
  RoutedInvocation,
} from './invocation.js'
export { isAwsHost } from './aws-host.js'
export type { AttemptIdentity, CallIdentity } from './call-identity.js'
export type { CallEvent, ReceiveCall, RestartEvent } from './call-event.js'
export type { Exchange, ExchangeWatch, WireHead, WireReceiver, WireRequest } from './exchange.js'
export type { Reply, ReplyModel, ReplyUsage } from './reply.js'
export type {
  CallOptions,
  Guardrail,
  InvokeRequest,
  MessagesRequest,
  OnInterrupted,
  Priority,
  RequestDefaults,
  RetryOptions,
  Residency,
  ShouldRetry,
  CacheOption,
  Tags,
} from './request.js'
export type { ResolvedModel } from './resolved-model.js'
export type { AttemptPlace, CallSurface, Place, Target } from './target.js'
