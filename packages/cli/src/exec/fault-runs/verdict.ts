import type { JournalEntry } from '@outcrop/emulator'
import type { CapturedRun } from '../capture-program.js'

/**
 * What a program made of a fault. `reported`: it failed, and said so by its exit code. `recovered`: it ended as if there
 * had been no fault. `swallowed`: it ended well, and something is missing. `hung`: it did not end.
 */
export type Verdict = 'reported' | 'recovered' | 'swallowed' | 'hung'

/** A run of the program, and what the emulator saw of it. */
export interface ObservedRun extends CapturedRun {
  readonly journal: readonly JournalEntry[]
}

export interface Judgement {
  /** Whether the fault came to pass, by the journal. */
  readonly fired: boolean
  /** Absent where the fault did not fire: then the run says nothing. */
  readonly verdict?: Verdict
  /** Why this verdict, as a clause. */
  readonly because: string
}

const generating: ReadonlySet<string> = new Set([
  'InvokeModel',
  'InvokeModelWithResponseStream',
  'Converse',
  'ConverseStream',
  'Messages',
])

/** The calls of a journal that a model answers, or should have. */
export function modelCalls(journal: readonly JournalEntry[]): readonly JournalEntry[] {
  return journal.filter(({ operation }) => generating.has(operation))
}

export interface CleanRuns {
  readonly first: ObservedRun
  /** Whether a second run without a fault prints the same; asked only where it matters. */
  readonly repeatable: () => Promise<boolean>
}

/** Compares a run that had a fault with one that had none. What counts is the exit code, standard output and the calls. */
export async function judge(run: ObservedRun, harmless: boolean, clean: CleanRuns): Promise<Judgement> {
  const { exitCode, timedOut, signal } = run
  if (!run.journal.some(({ fault }) => fault?.fired)) {
    return { fired: false, because: 'no call met the fault' }
  }
  if (timedOut) return judged('hung', 'it had not ended when its time was up')
  if (exitCode !== 0) {
    return judged('reported', signal === undefined ? `it ended with exit code ${exitCode}` : `${signal} ended it`)
  }
  const isMadeUp = answered(run, harmless) >= answered(clean.first, harmless)
  if (run.stdout === clean.first.stdout) {
    return isMadeUp
      ? judged('recovered', 'its output is that of the run without a fault')
      : judged('swallowed', 'it ended well, and never got the answer that the fault took from it')
  }
  if (!isMadeUp) return judged('swallowed', 'it ended well with another output, and never got the answer whole')
  return (await clean.repeatable())
    ? judged('swallowed', 'it got the answer again, and yet ended well with another output')
    : judged('recovered', 'it got the answer again; its output is another in every run')
}

function judged(verdict: Verdict, because: string): Judgement {
  return { fired: true, verdict, because }
}

/** How many calls got their answer whole. */
function answered({ journal }: ObservedRun, harmless: boolean): number {
  const whole = ({ status, fault, aborted }: JournalEntry) =>
    status === 200 && aborted !== true && (harmless || fault?.fired !== true)
  return modelCalls(journal).filter(whole).length
}
