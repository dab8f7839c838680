import type { Answer } from '../answer/answer.js'
import type { CallerCall } from '../call.js'
import type { Departure } from '../listen/departure.js'
import type { EmulatedOperation } from '../operation.js'
import type { LivePieces, Reply } from '../reply.js'
import type { ChatRequest } from '../request/chat-request.js'

/** What an engine is asked: a request that has passed every rule. */
export interface Question {
  readonly request: ChatRequest
  readonly operation: EmulatedOperation
  readonly modelKey: string
  /** The id in the request's path, decoded. */
  readonly calledId: string
}

/** Where answers come from. `undefined`: this engine has none to this question. */
export interface Engine {
  readonly kind: string
  /** A reset leaves it as it is: what it has done lies outside of the emulator. */
  readonly outlivesReset?: true
  reply(question: Question, departure: Departure): Reply | undefined | Promise<Reply | undefined>
  /** The same for a streamed answer, as it is made; resolves once it begins. Absent: `reply` does for both. */
  live?(question: Question, departure: Departure): Promise<LivePieces>
  /** What was prepared and nobody has asked for, each as its user knows it. */
  unused?(): readonly string[]
  /** Answers a call whole, instead of `reply`: nothing here judges or counts it. */
  answer?(call: CallerCall): Promise<Answer>
}
