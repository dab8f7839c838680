import type { Message } from '@outcrop/wire/anthropic'
import type { LedgerEntry } from '../account/ledger-entry.js'
import type { ErrorCode } from './error-code.js'
import type { ReplyUsage } from '../invocation/reply.js'
import { OutcropError } from './outcrop-error.js'
import type { ErrorDetails } from './outcrop-error.js'

/** The request itself is at fault: it fails the same way each time, until it is changed. */
export class RequestError extends OutcropError {
  override readonly name = 'RequestError'
  declare readonly code:
    | 'invalid_request'
    | 'unknown_model'
    | 'model_not_found'
    | 'model_end_of_life'
    | 'profile_required'
    | 'context_too_long'
}

/** Who calls is not known, or may not. */
export class AccessError extends OutcropError {
  override readonly name = 'AccessError'
  declare readonly code:
    | 'credentials_missing'
    | 'credentials_expired'
    | 'signature'
    | 'access_denied'
    | 'model_access'
    | 'use_case_form'
    | 'marketplace'
}

/** Bedrock refused for now: too much, too fast. */
export class ThrottledError extends OutcropError {
  override readonly name = 'ThrottledError'
  declare readonly code: 'throttled' | 'daily_quota' | 'model_not_ready'
}

/** A limit in money, or one that does not refill by itself. */
export class BudgetError extends OutcropError {
  override readonly name = 'BudgetError'
  declare readonly code: 'budget_exceeded' | 'quota_exceeded'
  /** What had come of the answer, where its rest could not be paid for. */
  declare readonly partial?: Message
  /** Tokens known to be used so far. */
  declare readonly usage?: ReplyUsage

  constructor(code: ErrorCode, message: string, details: BrokenAnswerDetails = {}) {
    super(code, message, details)
    if (details.partial !== undefined) this.partial = details.partial
    if (details.usage !== undefined) this.usage = details.usage
  }
}

/** Bedrock, the model or the way to them failed. */
export class ServiceError extends OutcropError {
  override readonly name = 'ServiceError'
  declare readonly code:
    | 'model_timeout'
    | 'model_error'
    | 'unavailable'
    | 'internal'
    | 'network'
    | 'deadline'
    | 'protocol'
}

/** What came of an attempt that the ledger could not record. */
export interface UnrecordedDetails extends ErrorDetails {
  readonly entry?: LedgerEntry
  readonly answer?: Message
  readonly failure?: OutcropError
}

/** What of an answer had come when it broke off. */
export interface BrokenAnswerDetails extends ErrorDetails {
  readonly partial?: Message
  readonly usage?: ReplyUsage
}

/**
 * The answer began and did not end: the terminal event, or the clean end of the frames, never came. `cause` is the
 * error that broke it, typed as if it had come before the answer.
 */
export class StreamInterruptedError extends OutcropError {
  override readonly name = 'StreamInterruptedError'
  declare readonly code: 'stream_interrupted'
  /** The message as far as it came: whole blocks, and the last one cut. Its `stop_reason` is null. */
  declare readonly partial?: Message
  /** Tokens known to be used so far; those of the output that was cut are not among them for sure. */
  declare readonly usage?: ReplyUsage

  constructor(code: 'stream_interrupted', message: string, details: BrokenAnswerDetails = {}) {
    super(code, message, details)
    if (details.partial !== undefined) this.partial = details.partial
    if (details.usage !== undefined) this.usage = details.usage
  }
}

/** The caller ended the call: by its signal, by `abort()`, or by leaving the loop. */
export class AbortedError extends OutcropError {
  override readonly name = 'AbortedError'
  declare readonly code: 'aborted'
  /** The message as far as it came. */
  declare readonly partial?: Message
  /** Tokens known to be used so far. An aborted answer is billed all the same. */
  declare readonly usage?: ReplyUsage

  constructor(code: 'aborted', message: string, details: BrokenAnswerDetails = {}) {
    super(code, message, details)
    if (details.partial !== undefined) this.partial = details.partial
    if (details.usage !== undefined) this.usage = details.usage
  }
}

/**
 * The ledger could not keep the record of an attempt: the call fails, so that nothing is spent unseen, and nothing of
 * it is lost. `cause` is what the ledger threw.
 */
export class LedgerError extends OutcropError {
  override readonly name = 'LedgerError'
  declare readonly code: 'ledger_failed'
  /** The record that is missing in the ledger. Recording it again is safe: an entry counts once. */
  declare readonly entry?: LedgerEntry
  /** The whole answer, if the attempt brought one. */
  declare readonly answer?: Message
  /** The attempt's own error, if it failed. */
  declare readonly failure?: OutcropError

  constructor(code: 'ledger_failed', message: string, details: UnrecordedDetails = {}) {
    super(code, message, details)
    if (details.entry !== undefined) this.entry = details.entry
    if (details.answer !== undefined) this.answer = details.answer
    if (details.failure !== undefined) this.failure = details.failure
  }
}
