import type { OutcropError } from '../errors/outcrop-error.js'
import type { ErrorCode } from '../errors/error-code.js'
import type { Reply, ReplyModel, ReplyUsage, Tags } from '../invocation/index.js'

/** What all that is said of one call has in common. No event holds a prompt, an answer or a secret. */
interface OfCall {
  /** The same for everything that is said of one call, and for its entries in a ledger. */
  readonly callId: string
  /** As the caller named it. */
  readonly requestedModel: string
}

/** A call begins. */
export interface CallStart extends OfCall {
  readonly type: 'outcrop:call:start'
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly delivery: 'events' | 'whole'
  readonly tags: Tags
  /** What of the request shapes the answer, as far as the caller said it. */
  readonly parameters: {
    readonly maxTokens?: number
    readonly temperature?: number
    readonly topP?: number
    readonly topK?: number
  }
}

/** A whole answer came. */
export interface CallEnd
  extends OfCall, Pick<Reply, 'usage' | 'costUsd' | 'stopReason' | 'requestId' | 'attempts' | 'emulated'> {
  readonly type: 'outcrop:call:end'
  readonly model: ReplyModel
  /** Anthropic's name of the model that answered, and the id of its message. */
  readonly responseModel: string
  readonly responseId: string
  readonly durationMs: number
  /** Until the first event of a streamed answer; absent where it came in one piece. */
  readonly firstEventMs?: number
  readonly delivery: 'events' | 'whole'
}

/** No whole answer came. */
export interface CallError extends OfCall {
  readonly type: 'outcrop:call:error'
  readonly error: OutcropError
  readonly durationMs: number
}

/** Where an attempt goes. */
interface OfAttempt extends OfCall {
  /** 1 for the first of the call. */
  readonly attempt: number
  /** The key, else the id as called. */
  readonly model: string
  readonly calledId: string
  readonly region: string
  readonly surface: string
  readonly operation: string
  /** How long the call has waited since the attempt before it, in milliseconds. */
  readonly waitedMs: number
}

/** One request is about to be sent. */
export interface AttemptStart extends OfAttempt {
  readonly type: 'outcrop:attempt:start'
  readonly startedAt: number
}

/** One request has ended, well or not. */
export interface AttemptEnd extends OfAttempt {
  readonly type: 'outcrop:attempt:end'
  readonly outcome: 'ok' | ErrorCode
  /** What went wrong, redacted. */
  readonly message?: string
  readonly status?: number
  readonly requestId?: string
  readonly durationMs: number
  readonly firstEventMs?: number
  readonly usage?: ReplyUsage
  readonly costUsd?: number
}

/** Something worth knowing that is no error. */
export interface NoticeGiven {
  readonly type: 'outcrop:notice'
  readonly notice: string
}

/** All that the client says of what it does. `type` is the name of the diagnostics channel. */
export type ObservedEvent = CallStart | CallEnd | CallError | AttemptStart | AttemptEnd | NoticeGiven
