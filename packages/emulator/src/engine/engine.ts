import type { ContentBlock, StopDetails, StopReason, Usage } from '@outcrop/wire/anthropic'
import type { Answer } from '../answer/answer.js'
import type { CallerCall } from '../call.js'
import type { Departure } from '../listen/departure.js'
import type { EmulatedOperation } from '../operation.js'
import type { ChatRequest } from '../request/chat-request.js'

/** What an engine is asked: a request that has passed every rule. */
export interface Question {
  readonly request: ChatRequest
  readonly operation: EmulatedOperation
  readonly modelKey: string
  /** The id in the request's path, decoded. */
  readonly calledId: string
}

/** What an engine answers. Ids of messages and counts of input are not its business; ids of tool calls it leaves empty. */
export interface Reply {
  readonly content: readonly ContentBlock[]
  readonly stopReason: StopReason
  /** The stop sequence that ended the answer. */
  readonly stopSequence: string | null
  readonly stopDetails?: StopDetails
  readonly outputTokens: number
  /** Part of `outputTokens`. */
  readonly thinkingTokens: number
  /** Counts that a scenario dictates. */
  readonly usage?: Partial<Usage>
  /** For the journal: which scripted answer it was. */
  readonly scenario?: string
}

/** A piece of an answer that is still being made. A call's input follows it; whatever else comes begins a new block. */
export type ReplyPiece =
  | { readonly kind: 'text' | 'thinking'; readonly text: string }
  | { readonly kind: 'call'; readonly name: string }
  | { readonly kind: 'input'; readonly json: string }

/** The pieces of an answer, and at their end the whole of it. */
export type LivePieces = AsyncGenerator<ReplyPiece, Reply, void>

/** Where answers come from. `undefined`: this engine has none to this question. */
export interface Engine {
  readonly kind: string
  reply(question: Question, departure: Departure): Reply | undefined | Promise<Reply | undefined>
  /** The same for a streamed answer, as it is made; resolves once it begins. Absent: `reply` does for both. */
  live?(question: Question, departure: Departure): Promise<LivePieces>
  /** Answers a call whole, instead of `reply`: nothing here judges or counts it. */
  answer?(call: CallerCall): Promise<Answer>
}
