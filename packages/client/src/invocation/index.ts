export type {
  AccountedAnswer,
  Answer,
  Handler,
  Invocation,
  Limits,
  NormalRequest,
  PreparedInvocation,
  PricedAnswer,
  Receive,
  RoutedInvocation,
} from './invocation.js'
export type { AttemptIdentity, CallIdentity } from './call-identity.js'
export type { Exchange, ExchangeWatch, WireHead, WireReceiver, WireRequest } from './exchange.js'
export type { Reply, ReplyModel, ReplyUsage } from './reply.js'
export type {
  CallOptions,
  Guardrail,
  InvokeRequest,
  MessagesRequest,
  Priority,
  RequestDefaults,
  Residency,
  Tags,
} from './request.js'
export type { ResolvedModel } from './resolved-model.js'
