import type { EmulatorOptions, Fault } from '@outcrop/emulator'
import type { CommandContext, CommandResult } from '../../commands/command.js'
import { CommandError, usageError } from '../../outcome/command-error.js'
import { duration } from '../../terminal/quantities.js'
import { captureProgram } from '../capture-program.js'
import { emulatorOptions, withEmulator } from '../local-emulator.js'
import { endWords } from '../program-end.js'
import { programEnvironment } from '../program-environment.js'
import { prepareReports } from '../report-files.js'
import { aimAt } from './aim.js'
import { allFaults, faultNames, plannedFault } from './fault-plan.js'
import type { PlannedFault, Where } from './fault-plan.js'
import { faultJunit, faultReport } from './fault-report.js'
import type { FaultOutcome } from './fault-report.js'
import { faultText } from './fault-text.js'
import { judge } from './verdict.js'
import type { CleanRuns, ObservedRun } from './verdict.js'

const usualLimitSeconds = 60

/** Runs the program without a fault, then once with each, and says what it made of them. */
export async function runFaults(context: CommandContext, names: readonly string[]): Promise<CommandResult> {
  const { options, output, cwd, operands: command } = context
  const limitSeconds = options.timeout ?? usualLimitSeconds
  const limitMs = limitSeconds * 1000
  // Before anything runs: also a fault whose place is not known yet has its spelling.
  const wanted = names.includes('all') ? allFaults : [...new Set(names)]
  await planAll(wanted, { atEvent: 0, limitMs })
  const writeReports = await prepareReports(options.report ?? [], cwd)
  const common = await emulatorOptions(context)
  const run = (faults: readonly Fault[]) =>
    observe(context, { ...common, ...(faults.length > 0 && { faults }) }, limitMs)

  const first = await run([])
  const aim = aimAt(first.journal, options.faultCalls ?? 'first')
  checkClean(first, limitSeconds, aim !== undefined)
  const clean = cleanRuns(first, () => run([]))
  const outcomes: FaultOutcome[] = []
  for (const planned of await planAll(wanted, { atEvent: aim?.atEvent ?? 0, limitMs })) {
    const faulty = await run(await faultOf({ ...planned.members, match: planned.lasts ? {} : aim?.match }))
    const outcome = { planned, run: faulty, ...(await judge(faulty, planned.harmless, clean)) }
    outcomes.push(outcome)
    output.note(`outcrop: ${planned.name}: ${outcome.verdict ?? 'not fired'} after ${duration(faulty.durationMs)}`)
  }

  const runs = { command, first, outcomes, limitSeconds }
  const report = faultReport(runs)
  await writeReports({
    text: () => faultText(runs),
    json: () => `${JSON.stringify(report, undefined, 2)}\n`,
    junit: () => faultJunit(runs),
  })
  if (options.json !== true) await output.result(faultText(runs))
  const failed = outcomes.some(({ verdict }) => verdict === 'swallowed' || verdict === 'hung')
  return { outcome: failed ? 'findings' : 'ok', report }
}

/** @throws CommandError for a name that is no fault, and for a number that it cannot have */
async function planAll(names: readonly string[], where: Where): Promise<readonly PlannedFault[]> {
  const planned = names.map((name) => {
    const fault = plannedFault(name, where)
    if (fault === undefined) throw usageError(`there is no fault "${name}"`, `There are ${faultNames()}, and all.`)
    return fault
  })
  for (const { name, members } of planned) {
    await faultOf(members).catch((error: unknown) => {
      throw usageError(`--faults ${name}: ${(error as Error).message}`, 'Give another number.')
    })
  }
  return planned
}

async function faultOf(members: Readonly<Record<string, unknown>>): Promise<readonly Fault[]> {
  const { parseFaults } = await import('@outcrop/emulator')
  return parseFaults([members])
}

function observe(context: CommandContext, options: EmulatorOptions, limitMs: number): Promise<ObservedRun> {
  const { operands: command, env } = context
  return withEmulator(options, async (emulator) => {
    const captured = await captureProgram(context, { command, env: programEnvironment(env, emulator), limitMs })
    // Each run has a port of its own, which is no difference.
    const stdout = captured.stdout.replaceAll(String(emulator.port), 'PORT')
    return { ...captured, stdout, journal: emulator.requests() }
  })
}

/** @throws CommandError where the program is no ground to judge faults on */
function checkClean(run: ObservedRun, limitSeconds: number, callsModel: boolean): void {
  if (run.timedOut) {
    throw problem(`without any fault the program does not end within ${limitSeconds} s`, 'Give it longer by --timeout.')
  }
  if (run.exitCode !== 0) {
    const last = run.stderr.trim().split('\n').at(-1) ?? ''
    const said = last === '' ? '' : ` (its last words: ${last.slice(0, 200)})`
    throw problem(
      `the program fails without any fault: ${endWords(run)}${said}`,
      'Make it work first: outcrop exec --local -- and the program.',
    )
  }
  if (callsModel) return
  throw problem(
    `the program calls no model of the local Bedrock${run.journal.length === 0 ? '' : ', only its other operations'}`,
    'It has to read AWS_ENDPOINT_URL_BEDROCK_RUNTIME, or be told the address in OUTCROP_EMULATOR_URL.',
  )
}

function problem(message: string, remedy: string): CommandError {
  return new CommandError({ code: 'program', outcome: 'usage', message, remedy })
}

function cleanRuns(first: ObservedRun, again: () => Promise<ObservedRun>): CleanRuns {
  let repeatable: Promise<boolean> | undefined
  return { first, repeatable: () => (repeatable ??= again().then(({ stdout }) => stdout === first.stdout)) }
}
