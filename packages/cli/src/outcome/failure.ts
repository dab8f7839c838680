import { errorRegister, isOutcropError } from '@outcrop/client/errors'
import { oneLine } from '../terminal/safe-text.js'
import { CommandError } from './command-error.js'
import { outcomeOf } from './outcome.js'
import { taskFailure } from './task-failure.js'
import type { Outcome } from './outcome.js'

/** A failure as people and scripts get to see it. */
export interface Failure {
  readonly outcome: Outcome
  readonly code: string
  /** What happened: one line, no final full stop. */
  readonly message: string
  /** What to do: one line; without a full stop where it ends in a command or an address to copy. */
  readonly remedy: string
  /** Facts for `--verbose`, one a line: `request id: …`. */
  readonly details: readonly string[]
}

/** Turns whatever was thrown into a failure. Only what is unforeseen keeps its stack, for `--verbose`. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof CommandError) {
    return { outcome: error.outcome, code: error.code, ...clauses(error.message, error.remedy), details: [] }
  }
  if (isOutcropError(error)) {
    return {
      outcome: outcomeOf(errorRegister[error.code].exit),
      code: error.code,
      ...clauses(error.message, error.remedy.replace(forPrograms, '')),
      details: facts({
        'error code': error.code,
        'service error': error.serviceError,
        'HTTP status': error.status,
        'request id': error.requestId,
        region: error.region,
        model: error.model,
        attempts: error.attempts === 0 ? undefined : error.attempts,
        cause: error.cause instanceof Error ? error.cause.message : undefined,
      }),
    }
  }
  const task = taskFailure(error)
  if (task !== undefined) return { ...task, ...clauses(task.message, task.remedy), details: [] }
  const unforeseen = error instanceof Error ? error : new Error(String(error))
  return {
    outcome: 'error',
    code: 'unforeseen',
    ...clauses(`unforeseen error: ${unforeseen.message}`, 'Run it again with --verbose, and report what it prints.'),
    details: (unforeseen.stack ?? '').split('\n').slice(1).map(oneLine),
  }
}

/** What had come of an answer stands on standard output, or in the object of `--json`. */
const forPrograms = ' What came is in `partial`.'

/** The one line on standard error. */
export function failureLine(failure: Failure): string {
  return `outcrop: ${failure.message}. ${failure.remedy}`.trim()
}

/** The `error` member of `--json`. */
export function failureReport(failure: Failure): Readonly<Record<'code' | 'message' | 'remedy', string>> {
  return { code: failure.code, message: failure.message, remedy: failure.remedy }
}

function clauses(message: string, remedy: string): { message: string; remedy: string } {
  return { message: oneLine(message).replace(/[.\s]+$/, ''), remedy: oneLine(remedy) }
}

function facts(values: Readonly<Record<string, string | number | undefined>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${oneLine(String(value))}`],
  )
}
