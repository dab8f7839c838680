import type { Outcome } from './outcome.js'

/**
 * A failure that the command line itself finds, before or after a call. What goes wrong in a call is the client's
 * `OutcropError`; both have a `code`, a `message` without final full stop and a `remedy` that says what to do.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly code: string
  readonly outcome: Outcome
  readonly remedy: string

  constructor(facts: { code: string; outcome: Outcome; message: string; remedy: string }) {
    super(facts.message)
    this.code = facts.code
    this.outcome = facts.outcome
    this.remedy = facts.remedy
  }
}

/** The command line is wrong: exit 2. */
export function usageError(message: string, remedy: string): CommandError {
  return new CommandError({ code: 'usage', outcome: 'usage', message, remedy })
}
