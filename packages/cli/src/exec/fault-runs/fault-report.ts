import { junitXml } from '../junit.js'
import { endWords } from '../program-end.js'
import type { PlannedFault } from './fault-plan.js'
import { modelCalls } from './verdict.js'
import type { Judgement, ObservedRun, Verdict } from './verdict.js'

export interface FaultOutcome extends Judgement {
  readonly planned: PlannedFault
  readonly run: ObservedRun
}

export interface FaultRuns {
  readonly command: readonly string[]
  readonly first: ObservedRun
  readonly outcomes: readonly FaultOutcome[]
  readonly limitSeconds: number
}

/** The report as `--json` prints it. */
export function faultReport({ command, first, outcomes, limitSeconds }: FaultRuns): Readonly<Record<string, unknown>> {
  const counts: Record<Verdict | 'notFired', number> = { reported: 0, recovered: 0, swallowed: 0, hung: 0, notFired: 0 }
  for (const { verdict = 'notFired' } of outcomes) counts[verdict] += 1
  return {
    command,
    limitSeconds,
    clean: runReport(first),
    faults: outcomes.map(({ planned, run, fired, verdict, because }) => ({
      fault: planned.name,
      does: planned.does,
      fired,
      ...(verdict !== undefined && { verdict }),
      because,
      ...runReport(run),
      // What it said about a fault matters only there, and at its end.
      ...(run.stderr.trim() !== '' && { lastWords: lastWords(run) }),
    })),
    counts,
    emulated: true,
  }
}

function runReport({ exitCode, timedOut, durationMs, journal }: ObservedRun): Readonly<Record<string, unknown>> {
  return {
    ...(timedOut ? { timedOut } : { exitCode }),
    modelCalls: modelCalls(journal).length,
    durationMs: Math.round(durationMs),
  }
}

/** A case a fault: swallowing one or hanging on it is a failure. */
export function faultJunit({ command, outcomes, limitSeconds }: FaultRuns): string {
  return junitXml(
    `outcrop exec --faults: ${command.join(' ')}`,
    outcomes.map(({ planned, run, verdict, because }) => ({
      name: planned.name,
      seconds: run.durationMs / 1000,
      ...((verdict === 'swallowed' || verdict === 'hung') && { failure: `${verdict}: ${because}` }),
      ...(verdict === undefined && { skipped: because }),
      output: [
        `${planned.does}: ${verdict ?? 'not fired'}, ${endWords(run, limitSeconds)}`,
        ...(run.stderr.trim() === '' ? [] : [lastWords(run)]),
      ].join('\n'),
    })),
  )
}

const mostLines = 20
const mostCharacters = 4000

/** The end of what a program said on standard error. */
function lastWords({ stderr }: ObservedRun): string {
  return stderr.trim().split('\n').slice(-mostLines).join('\n').slice(-mostCharacters)
}
