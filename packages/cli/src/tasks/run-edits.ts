import {
  applyChanges,
  editInstructions,
  editRules,
  gateTests,
  measureReach,
  proposeEdits,
  saveRun,
  standardInput,
  testedFiles,
  verifiedEdits,
  WorkingTree,
} from '@outcrop/tasks'
import type { ChangeRun, CommandRun, DiffRequest, EditQuestion, GateResult, ReachableFile } from '@outcrop/tasks'
import type { CommandContext, CommandResult } from '../commands/command.js'
import { connect } from '../connection/connect.js'
import { renderPlan, planReport } from '../answer/dry-run.js'
import { readSettings } from '../connection/read-settings.js'
import { usageError } from '../outcome/command-error.js'
import { endTask } from './task-end.js'
import type { TaskEnd } from './task-end.js'
import { offerEdits, editFailure, editsReport, unverifiedEdits, verifiedReport } from './edit-outcome.js'
import { findFailure } from './find-failure.js'
import { pipedText } from './gather-material.js'
import { recover, runsFolder } from './kept-runs.js'
import { planTask, promptAbout, startTask } from './start-task.js'
import type { StartedTask } from './start-task.js'
import { checkOf } from './run-check.js'

/** A command that edits files. */
export interface EditWish {
  readonly template: string
  readonly instruction: string
  readonly paths: readonly string[]
  readonly diff?: DiffRequest | undefined
  /** What the command of `--verify` has to do on the files as they are: fail, for a fix; pass, for new tests. */
  readonly begins?: 'failing' | 'passing'
}

/** A wish whose files have been gathered. */
interface ReadyWish extends EditWish {
  /** The files that tests are to be written for; none where none are to be written. */
  readonly targets: readonly string[]
}

const usualAttempts = 3
const maxMutants = 24

/** Runs a command that edits files: shows the edits, keeps them as a run, and writes them where the user says so. */
export async function runEdits(context: CommandContext, wish: EditWish): Promise<CommandResult> {
  const settings = readSettings(context)
  const dryRun = context.options.dryRun === true
  if (!dryRun) recover(runsFolder(settings.home.value), context.output)
  const piped = await pipedText(context)
  const found = dryRun ? undefined : await findFailure(context, { begins: wish.begins, piped })
  if (found?.end !== undefined) return found.end
  const connection = await connect(context, { calls: !dryRun })
  try {
    const task = await startTask(context, connection, {
      ...wish,
      output: 'edits',
      form: editInstructions,
      related: true,
      findFailingFiles: wish.begins === 'failing',
      piped: piped ?? found?.failure,
    })
    for (const note of task.material.notes) context.output.note(`outcrop: ${note}`)
    const ready = { ...wish, targets: wish.begins === 'passing' ? targetsOf(task) : [] }
    if (dryRun) {
      const plan = planTask(task)
      if (context.options.json !== true) await context.output.result(renderPlan(plan))
      return { outcome: 'ok', report: planReport(plan) }
    }
    const { verify } = context.options
    return await endTask(task, () => (verify === undefined ? propose(task, ready) : prove(task, ready, verify)))
  } finally {
    await connection.close()
  }
}

function questionOf(task: StartedTask, wish: ReadyWish): EditQuestion {
  const { before, prompt, request, root, now, material } = task
  const frozen = wish.targets.filter((path) => !path.endsWith('.rs'))
  return {
    request,
    root,
    now,
    conversation: [...before, { role: 'user', text: prompt }],
    rules: editRules({
      root,
      offered: material.documents,
      frozen,
      deletionWanted: /\b(?:delete|remove|drop|rid of|strip|simplif|extract|split|move)/i.test(wish.instruction),
    }),
  }
}

/**
 * The files that tests are to be written for.
 *
 * @throws CommandError if there are none
 */
function targetsOf({ material }: StartedTask): readonly string[] {
  const targets = testedFiles(material.documents)
  if (targets.length > 0) return targets
  throw usageError('there is no code here to write tests for: nothing has changed but tests', 'Name the files to test.')
}

async function propose(task: StartedTask, wish: ReadyWish): Promise<TaskEnd> {
  const proposal = await proposeEdits(task.calls, questionOf(task, wish))
  task.progress.clear()
  const { plan, text } = proposal
  const failure = editFailure(proposal)
  if (failure !== undefined) {
    return { outcome: 'edits_failed', failure, text, report: { ...editsReport(proposal), applied: false } }
  }
  if (plan.run === undefined) return unverifiedEdits(task, proposal)
  saveRun(task.runs, plan.run)
  const applied = await offerEdits(task, plan.run, plan.diff)
  return {
    outcome: 'ok',
    text,
    run: plan.run.id,
    changedFiles: plan.run.files.map(({ path }) => path),
    report: { ...editsReport(proposal), applied },
  }
}

async function prove(task: StartedTask, wish: ReadyWish, command: string): Promise<TaskEnd> {
  const { context, runs, root, now, progress } = task
  const tree = new WorkingTree(runs, root, now)
  const run = checkOf(context, command, progress)
  const { maxAttempts = usualAttempts } = context.options
  let gate: GateResult | undefined
  const { targets } = wish
  const onProgress = (...step: Parameters<typeof progress.step>) => progress.step(...step)
  const reach = () => measureReach(run, root, textsOf(tree, targets))
  const check = async () => {
    const end = await run()
    if (!end.passed || wish.begins !== 'passing') return end
    gate = await gateTests({ tree, targets, check: () => run(), reach, maxMutants, onProgress })
    return gate.passed ? end : { ...end, passed: false, output: gateOutput(gate) }
  }
  try {
    const result = await verifiedEdits(task.calls, {
      ...questionOf(task, wish),
      tree,
      check,
      ...(wish.begins === 'failing' && foundIn(task)),
      maxAttempts,
      promptAbout: (text, paths) => promptAbout(task, text, (path) => tree.textOf(path))(paths),
      onRound: (number) => {
        if (number === 1) return
        progress.clear()
        context.output.note(`outcrop: ${command} fails; attempt ${number} of ${maxAttempts}`)
      },
    })
    progress.clear()
    if (result.run !== undefined) saveRun(runs, result.run)
    // What was tried is taken back by now: who finds it after a crash must not take back what is applied below.
    tree.close()
    if (result.outcome === 'passed' && result.run !== undefined) applyVerified(task, result.run)
    return await verifiedReport(task, { command, result, gate })
  } finally {
    tree.close()
  }
}

/** The files as they are now. */
const textsOf = (tree: WorkingTree, paths: readonly string[]): readonly ReachableFile[] =>
  paths.flatMap((path) => {
    const text = tree.textOf(path)
    return text === undefined ? [] : [{ path, text }]
  })

/** How the command failed before anything was changed: what was piped in, or what it printed when it was run. */
function foundIn({ material }: StartedTask): { readonly found?: CommandRun } {
  const log = material.documents.find(({ path }) => path === standardInput)?.text
  if (log === undefined) return {}
  return { found: { passed: false, exitCode: undefined, timedOut: false, durationMs: 0, output: log } }
}

function applyVerified({ runs }: StartedTask, run: ChangeRun): void {
  applyChanges({ folder: runs, id: run.id })
}

/** What a model that wrote tests gets to see of the gate. */
function gateOutput({ dropped }: GateResult): string {
  const lines = dropped.map(({ name, reason }) => `- ${name}: ${reason}`)
  return [
    'The command passes, but none of the new tests was kept:',
    ...lines,
    'Write tests that state what the code promises with literal expected results, and that fail when it is broken.',
  ].join('\n')
}
