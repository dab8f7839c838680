import type { InvokeBody, Message, StreamEvent } from '@outcrop/wire/anthropic'
import type { Charge } from '../cost/charge.js'
import type { AttemptRecord, OutcropError } from '../errors/outcrop-error.js'
import type { StreamHead } from './answer-head.js'
import type { ReceiveCall } from './call-event.js'
import type { AttemptIdentity, CallIdentity } from './call-identity.js'
import type { ExchangeWatch } from './exchange.js'
import type { ReplyUsage } from './reply.js'
import type { ResolvedModel } from './resolved-model.js'
import type { CacheOption, OnInterrupted, Priority, RequestDefaults, ShouldRetry, Tags } from './request.js'
import type { AttemptPlace, CallSurface, Target } from './target.js'

/** A value that the answer is to hold, by its schema. */
export interface OutputWish {
  /** The tool that takes it, where the model has no structured output of its own. */
  readonly toolName: string
  /** Of the tool's input: an object at its root. */
  readonly schema: Readonly<Record<string, unknown>>
  /** The same as Bedrock's structured output takes it; absent where it cannot be said that way. */
  readonly native?: Readonly<Record<string, unknown>>
}

/** The request in the one language that the stages speak: Anthropic's. */
export interface NormalRequest {
  /** Name as the caller gave it, or the client's default. */
  readonly model: string
  /** The body as far as the caller determined it; `max_tokens` and the version may still be missing. */
  readonly body: Readonly<Partial<InvokeBody>>
  readonly defaults: RequestDefaults
  readonly output?: OutputWish
  /** Lower-case names: Bedrock's options that travel as headers, and the caller's own. */
  readonly headers: Readonly<Record<string, string>>
}

/** What a caller says of trying again. */
export interface RetryChoices {
  readonly maxRetries: number
  readonly initialDelayMs?: number | undefined
  readonly maxDelayMs?: number | undefined
  readonly shouldRetry?: ShouldRetry | undefined
}

/** When a call has to give up. Times in milliseconds; `deadlineAt` on the monotonic clock. */
export interface Limits extends RetryChoices {
  readonly idleMs: number
  readonly connectMs: number
  readonly deadlineAt: number
}

/**
 * One call on its way down. Immutable: a stage that knows more passes on a copy. What a stage relies on from those
 * above it is in the types below. What stages know later has its place from the start, because in V8 a copy that gains
 * a member costs a hundred times one that only changes one (docs/decisions/2026-11-28-copies-of-one-shape.md).
 */
export interface Invocation {
  readonly request: NormalRequest
  /** Whether the caller takes events as they come, or waits for the whole answer. */
  readonly delivery: 'events' | 'whole'
  readonly onInterrupted: OnInterrupted
  /** The failure that this request goes on from: its attempts count, and its wait is kept. */
  readonly after: OutcropError | undefined
  /** The only surface that the caller allows; undefined for whichever the routes and the model have. */
  readonly surface: CallSurface | undefined
  readonly limits: Limits
  /** Hears of the head of a streamed answer before its first event is handed up; undefined where nobody asks. */
  readonly begun: ((head: StreamHead) => void) | undefined
  readonly signal: AbortSignal | undefined
  readonly priority: Priority
  readonly tags: Tags
  readonly cache: CacheOption
  /** In US dollars, for the call with all its attempts. */
  readonly maxCostUsd: number | undefined
  /** When the call began, on the monotonic clock. */
  readonly startedAt: number
  readonly call: CallIdentity
  readonly model: ResolvedModel | undefined
  readonly target: Target | undefined
  readonly body: InvokeBody | undefined
  readonly operation: Operation | undefined
  /** Set by the first stage that has to name the attempt: admit where it reserves, else account. */
  readonly attempt: AttemptIdentity | undefined
  /** Set by account. */
  readonly watch: ExchangeWatch | undefined
}

type Operation = 'InvokeModel' | 'InvokeModelWithResponseStream'

/** After route: it is decided what is called, and where. */
export interface RoutedInvocation extends Invocation {
  readonly model: ResolvedModel
  readonly target: Target
}

/** After prepare: the final request. */
export interface PreparedInvocation extends RoutedInvocation {
  readonly body: InvokeBody
  readonly operation: Operation
}

/** What came of one attempt that succeeded. As in an invocation, what comes later has its place. */
export interface Answer {
  readonly message: Message
  readonly model: ResolvedModel
  readonly place: AttemptPlace
  readonly requestId: string | undefined
  readonly emulated: boolean
  readonly status: number
  /** The tier that served the call, where the answer says it. */
  readonly serviceTier: string | undefined
  readonly usage: ReplyUsage | undefined
  readonly costUsd: number | undefined
  readonly charge: Charge | undefined
  readonly history: readonly AttemptRecord[] | undefined
}

/** After account: what it used and cost. */
export interface PricedAnswer extends Answer {
  readonly usage: ReplyUsage
  /** US dollars by list price; undefined where that is not known. */
  readonly costUsd: number | undefined
  readonly charge: Charge
}

/** After retry: all that the stages say of a call that succeeded. */
export interface AccountedAnswer extends PricedAnswer {
  readonly history: readonly AttemptRecord[]
}

/**
 * Takes what comes up while a call runs: one array of events for each read from the socket. Returns a promise to ask
 * for a pause until it resolves.
 */
export type Receive = (events: readonly StreamEvent[]) => void | Promise<void>

/**
 * Runs a call to its end. Resolves only with a whole answer; everything else is an `OutcropError`. `In` is what the
 * stage relies on, `Out` what it adds on the way up.
 */
export type Handler<In extends Invocation, Out> = (invocation: In, receive: Receive) => Promise<Out>

/** The same as the caller of a call sees it: what comes up may begin anew. */
export type CallHandler<In extends Invocation, Out> = (invocation: In, receive: ReceiveCall) => Promise<Out>
