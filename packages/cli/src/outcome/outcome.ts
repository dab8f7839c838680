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
  error: 11,
  interrupted: 130,
}

/** What each outcome means to whoever reads the exit code. */
export const outcomeMeanings: Readonly<Record<Outcome, string>> = {
  ok: 'done',
  findings: 'done, and what it found is not good: a fault that was swallowed or hung on',
  usage: 'the command line, the configuration or the request is wrong',
  access: 'credentials are missing or refused, or the model may not be used',
  unavailable: 'throttled, unavailable, or the stream broke off',
  budget: 'it would cost more than allowed',
  refused: 'the model refused to answer',
  truncated: 'the answer was cut off at its token limit',
  error: 'anything unforeseen',
  interrupted: 'interrupted, e.g. by Ctrl-C',
}

/** The outcome that an exit code stands for; `error` for a code without one. */
export function outcomeOf(exitCode: number): Outcome {
  const found = Object.entries(exitCodes).find(([, code]) => code === exitCode)
  return found === undefined ? 'error' : (found[0] as Outcome)
}
