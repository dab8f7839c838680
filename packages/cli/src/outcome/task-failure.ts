import type { Outcome } from './outcome.js'

interface TaskFailure {
  readonly outcome: Outcome
  readonly code: string
  readonly message: string
  readonly remedy: string
}

/** What to do about a set of changes that was not written, or not taken back. */
const changeRemedies: Readonly<Record<string, readonly [Outcome, string]>> = {
  outside_project: ['edits_failed', 'Run it from the folder that holds the files, or put it differently.'],
  not_text: ['edits_failed', 'Name text files only.'],
  files_changed: ['edits_failed', 'Look at the files; ask again for edits to them as they are now.'],
  bad_run: ['usage', 'outcrop log lists the runs.'],
  in_use: ['edits_failed', 'Try again when it has ended.'],
}

/**
 * A failure of the tasks' own; undefined for any other. Known by its name, so that a command that has nothing to do with
 * tasks does not load them for its failures.
 */
export function taskFailure(error: unknown): TaskFailure | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, remedy } = error as { code?: unknown; remedy?: unknown }
  if (typeof code !== 'string') return undefined
  if (error.name === 'TaskError') {
    return { outcome: code === 'answer' ? 'error' : 'usage', code, message: error.message, remedy: String(remedy) }
  }
  const known = error.name === 'ChangeError' ? changeRemedies[code] : undefined
  return known === undefined ? undefined : { outcome: known[0], code, message: error.message, remedy: known[1] }
}
