import type { ContentBlock, StopDetails, StopReason, Usage } from '@outcrop/wire/anthropic'
import type { Answer } from '../answer/answer.js'
import type { CallerCall } from '../call.js'
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

/** Where answers come from. `undefined`: this engine has none to this question. */
export interface Engine {
  readonly kind: string
  reply(question: Question): Reply | undefined | Promise<Reply | undefined>
  /** Answers a call whole, instead of `reply`: nothing here judges or counts it. */
  answer?(call: CallerCall): Promise<Answer>
}
