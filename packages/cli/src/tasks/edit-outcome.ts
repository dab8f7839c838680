import { applyChanges, diffOfRun } from '@outcrop/tasks'
import type { ChangeRun, EditProposal, GateResult, ParsedEdit, RefusedEdit, VerifiedEdits } from '@outcrop/tasks'
import { CommandError } from '../outcome/command-error.js'
import { describeFailure } from '../outcome/failure.js'
import type { Failure } from '../outcome/failure.js'
import { plural } from '../terminal/quantities.js'
import { askUser, canAsk } from './ask-user.js'
import { diffText } from './diff-text.js'

import type { StartedTask } from './start-task.js'
import type { TaskEnd } from './task-end.js'

/** What is wrong with a proposal; undefined if all of it can be written, or is there already. */
export function editFailure({ plan, edits, unreadable }: EditProposal): Failure | undefined {
  const [first] = plan.refused
  const failed = plan.refused.length + unreadable.length
  if (failed > 0) {
    const reason = first === undefined ? (unreadable[0]?.reason ?? '') : `${first.edit.path}: ${firstLine(first)}`
    return editsFailed(
      'edits_failed',
      `${plural(failed, 'edit')} could not be applied, so nothing was written (${reason})`,
      'Try again, ask for less at a time, or choose another model with -m.',
    )
  }
  if (edits.length > 0) return undefined
  return editsFailed(
    'no_edits',
    'the model gave no edits; what it said instead is in the answer',
    'Put the instruction differently, or name the files that it is about.',
  )
}

const firstLine = ({ reason }: RefusedEdit): string => reason.split('\n')[0] ?? ''

function editsFailed(code: string, message: string, remedy: string): Failure {
  return describeFailure(new CommandError({ code, outcome: 'edits_failed', message, remedy }))
}

/** The members of `--json` about edits. */
export function editsReport({ edits, plan }: EditProposal): Readonly<Record<string, unknown>> {
  return {
    edits: edits.map(editReport),
    ...(plan.refused.length > 0 && {
      refusedEdits: plan.refused.map(({ edit, reason }) => ({ ...editReport(edit), reason })),
    }),
    ...(plan.diff !== '' && { diff: plan.diff }),
  }
}

const editReport = ({ path, old, new: replacement, action }: ParsedEdit) => ({
  path,
  old,
  new: replacement,
  ...(action !== undefined && { action }),
})

/** The end of a task whose edits were all in the files already. */
export function unverifiedEdits({ context }: StartedTask, proposal: EditProposal): TaskEnd {
  context.output.note('outcrop: the files are already as the edits would make them; nothing to write')
  return { outcome: 'ok', text: proposal.text, report: { ...editsReport(proposal), applied: false } }
}

/** Shows a run, and writes it if the user wants that. Gives whether it was written. */
export async function offerEdits(task: StartedTask, run: ChangeRun, diff: string): Promise<boolean> {
  const { context, runs } = task
  const { output, options } = context
  if (options.json !== true) await output.result(diffText(diff, output.resultStyle, output.resultIsTerminal))
  const files = plural(run.files.length, 'file')
  const wanted =
    options.apply === true ||
    options.yes === true ||
    (canAsk(context) && (await askUser(context, `Write these changes to ${files}?`)))
  if (!wanted) {
    output.note(`outcrop: nothing was written; outcrop apply ${run.id} writes these changes to ${files}`)
    return false
  }
  applyChanges({ folder: runs, id: run.id })
  output.note(`outcrop: wrote ${files}; outcrop undo ${run.id} takes it back`)
  return true
}

/** How edits that had to make a command pass ended. */
export interface Verified {
  readonly command: string
  readonly result: VerifiedEdits
  readonly gate: GateResult | undefined
}

/** Shows how verified edits ended. What passed has been written. */
export async function verifiedReport(task: StartedTask, { command, result, gate }: Verified): Promise<TaskEnd> {
  const { output, options } = task.context
  const { run, rounds, proposal, text } = result
  const passed = result.outcome === 'passed'
  const diff = run === undefined ? '' : diffOfRun(run)
  if (passed && options.json !== true) {
    await output.result(diffText(diff, output.resultStyle, output.resultIsTerminal))
  }
  for (const { name, reason } of gate?.dropped ?? []) output.note(`outcrop: not kept: ${name}: ${reason}`)
  const report = {
    edits: result.edits.map(editReport),
    applied: passed && run !== undefined,
    ...(diff !== '' && { diff }),
    verification: {
      command,
      passed,
      rounds: rounds.map(({ number, verdict, run: { exitCode, timedOut } }) => ({
        number,
        verdict,
        exitCode,
        timedOut,
      })),
    },
    ...(gate !== undefined && { tests: { kept: gate.kept, dropped: gate.dropped, runs: gate.runs } }),
  }
  const kept = run === undefined ? {} : { run: run.id, changedFiles: run.files.map(({ path }) => path) }
  if (passed) {
    const undo = run === undefined ? '' : `; outcrop undo ${run.id} takes it back`
    output.note(`outcrop: ${command} passes; wrote ${plural(run?.files.length ?? 0, 'file')}${undo}`)
    return { outcome: 'ok', text, report, ...kept }
  }
  const failure = rounds.length === 0 && proposal !== undefined ? editFailure(proposal) : undefined
  if (failure !== undefined) return { outcome: 'edits_failed', failure, text, report }
  return { outcome: 'verification_failed', failure: notVerified(command, result), text, report, ...kept }
}

const reasons = {
  passed: '',
  failed: 'no attempt made it pass',
  circling: 'the model went back to what had been tried',
  nothing: 'the model had no further edits that could be applied',
} as const

function notVerified(command: string, { outcome, run, rounds }: VerifiedEdits): Failure {
  const best = run === undefined ? '' : ` The best attempt is kept: outcrop apply ${run.id}`
  return describeFailure(
    new CommandError({
      code: 'verification_failed',
      outcome: 'verification_failed',
      message: `${command} still fails after ${plural(rounds.length, 'attempt')}: ${reasons[outcome]}; the files are as they were`,
      remedy: `Allow more with --max-attempts, or say more in the prompt.${best}`,
    }),
  )
}
