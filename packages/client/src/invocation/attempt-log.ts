import type { AttemptRecord } from '../errors/outcrop-error.js'

/** An attempt without its place in the history. */
export type LoggedAttempt = Omit<AttemptRecord, 'number'>

/** When an attempt was sent, and how long the call had waited in line for that. */
export interface SentAttempt {
  readonly startedAt: number
  /** On the monotonic clock. */
  readonly begun: number
  readonly waitedMs: number
}

/** What has happened in line since the log was read last. */
export interface LineNotes {
  /** Attempts that were refused for want of quota and went back in line. */
  readonly queued: readonly LoggedAttempt[]
  /** The attempt that was sent after them; `waiting` if the call stood in line then, undefined if it never came that far. */
  readonly last: SentAttempt | 'waiting' | undefined
}

/**
 * How admission tells retry, which keeps the history of a call, of what happened while the call waited for quota: only
 * admission knows how long that was, and which requests it sent in vain.
 */
export class AttemptLog {
  #queued: LoggedAttempt[] = []
  #last: LineNotes['last']

  /** The call stands in line. */
  waits(): void {
    this.#last = 'waiting'
  }

  sent(attempt: SentAttempt): void {
    this.#last = attempt
  }

  /** What was sent last was refused for want of quota, and the call goes back in line. */
  queued(attempt: LoggedAttempt): void {
    this.#queued.push(attempt)
  }

  /** Reads the log, and begins it anew. */
  read(): LineNotes {
    const notes = { queued: this.#queued, last: this.#last }
    this.#queued = []
    this.#last = undefined
    return notes
  }
}
