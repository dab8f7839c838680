import type { Message } from '@outcrop/wire/anthropic'
import type { ReplyUsage } from '../invocation/reply.js'
import { OutcropError, withHistory } from './outcrop-error.js'
import type { AttemptRecord, ErrorDetails } from './outcrop-error.js'

/** One thing in which a value does not satisfy its schema. */
export interface SchemaFault {
  /** Where, as a JSON Pointer; empty for the value as a whole. */
  readonly path: string
  readonly message: string
}

/** What an answer was that could not be used. */
export interface AnswerDetails extends ErrorDetails {
  readonly text?: string
  readonly answer?: Message
  readonly usage?: ReplyUsage
  readonly costUsd?: number
  readonly faults?: readonly SchemaFault[]
  readonly history?: readonly AttemptRecord[]
}

/** A whole answer came and was paid for, and it does not hold the object that was asked for. */
export class AnswerError extends OutcropError {
  override readonly name = 'AnswerError'
  declare readonly code: 'answer_invalid' | 'answer_truncated' | 'answer_refused'
  /** All text of the answer. */
  readonly text: string
  /** The answer itself, with its stop reason. */
  declare readonly answer?: Message
  /** What the object breaks of its schema; empty where there was no object to check. */
  readonly faults: readonly SchemaFault[]
  /** Tokens used, those of the repair included. */
  declare readonly usage?: ReplyUsage
  /** US dollars by list price, those of the repair included; absent where the price is not known. */
  declare readonly costUsd?: number

  constructor(code: AnswerError['code'], message: string, details: AnswerDetails = {}) {
    super(code, message, details)
    this.text = details.text ?? ''
    this.faults = details.faults ?? []
    if (details.answer !== undefined) this.answer = details.answer
    if (details.usage !== undefined) this.usage = details.usage
    if (details.costUsd !== undefined) this.costUsd = details.costUsd
    withHistory(this, details.history ?? [])
  }
}
