import type { EmulatedOperation } from '../operation.js'

/** Which requests a fault is for: all that is given has to hold; nothing given means every request. */
export interface FaultMatch {
  /** The operation's whole name, such as `ConverseStream`. */
  readonly operation?: EmulatedOperation
  /** Part of the model's key, its Bedrock id or the id that was called. */
  readonly model?: string
  /**
   * Which of the requests that match operation and model, counted from 1 since the faults were set. Each fault of a list
   * counts for itself, also the requests that another fault got.
   */
  readonly nth?: number | readonly number[]
  /** How often, from 0 to 1. The same list draws the same lots in the same order. */
  readonly probability?: number
}

/**
 * What goes wrong. `atEvent` counts the frames of a stream (the events, where it is SSE) from 0; an answer that is no
 * stream is one event, number 0. A fault whose event never comes does not fire, and the journal says so.
 */
export type Fault = { readonly match?: FaultMatch } & (
  | HttpFault
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset'; readonly atEvent?: number }
  | { readonly kind: 'cut'; readonly atEvent: number; readonly offset: number }
  | { readonly kind: 'eof'; readonly atEvent: number }
  | { readonly kind: 'stall'; readonly atEvent: number; readonly ms: number }
  | ExceptionFault
  | ErrorFrameFault
  | { readonly kind: 'checksum'; readonly atEvent: number }
  | { readonly kind: 'split'; readonly sizes: readonly number[] }
  | { readonly kind: 'expired-token' }
  | { readonly kind: 'clock-skew'; readonly ms?: number }
)

export interface HttpFault {
  readonly kind: 'http'
  readonly status: number
  readonly type?: string
  readonly message?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface ExceptionFault {
  readonly kind: 'exception'
  readonly atEvent: number
  readonly type: string
  readonly message?: string
}

export interface ErrorFrameFault {
  readonly kind: 'error-frame'
  readonly atEvent?: number
  readonly code?: string
  readonly message?: string
}

/** The name of a kind of fault. */
export type FaultKind = Fault['kind']

/** A fault that needs an answer to spoil. */
export type AnswerFault = Extract<
  Fault,
  { kind: 'reset' | 'cut' | 'eof' | 'stall' | 'exception' | 'error-frame' | 'checksum' | 'split' }
>
