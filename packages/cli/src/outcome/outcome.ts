/** How a command ended, in a word; `--json` carries it. */
export type Outcome =
  | 'ok'
  | 'findings'
  | 'usage'
  | 'access'
  | 'unavailable'
  | 'budget'
  | 'refused'
  | 'truncated'
  | 'edits_failed'
  | 'verification_failed'
  | 'error'
  | 'interrupted'

/** The exit code of each outcome. Numbers missing here belong to commands that are yet to come. */
export const exitCodes: Readonly<Record<Outcome, number>> = {
  ok: 0,
  findings: 1,
  usage: 2,
  access: 3,
  unavailable: 4,
  budget: 5,
  refused: 6,
  truncated: 7,
  edits_failed: 8,
  verification_failed: 9,
  error: 11,
  interrupted: 130,
}

/** What each outcome means to whoever reads the exit code. */
export const outcomeMeanings: Readonly<Record<Outcome, string>> = {
  ok: 'done',
  findings: 'done, and it found something: findings at or above --fail-on, or a fault that was swallowed or hung on',
  usage: 'the command line, the configuration or the request is wrong',
  access: 'credentials are missing or refused, or the model may not be used',
  unavailable: 'throttled, unavailable, or the stream broke off',
  budget: 'it would cost more than allowed',
  refused: 'the model refused to answer',
  truncated: 'the answer was cut off at its token limit',
  edits_failed: 'edits could not be applied, or none came; nothing was written',
  verification_failed: 'no attempt made the command of --verify pass; the files are as they were',
  error: 'anything unforeseen',
  interrupted: 'interrupted, e.g. by Ctrl-C',
}

/** The outcome that an exit code stands for; `error` for a code without one. */
export function outcomeOf(exitCode: number): Outcome {
  const found = Object.entries(exitCodes).find(([, code]) => code === exitCode)
  return found === undefined ? 'error' : (found[0] as Outcome)
}
