import { findIssues, isAtLeast, redactText, renderReport, splitByBaseline } from '@outcrop/tasks'
import type { DiffRequest, Finding, ReviewResult } from '@outcrop/tasks'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { planReport, renderPlan } from '../answer/dry-run.js'
import type { CommandContext, CommandResult } from '../commands/command.js'
import { connect } from '../connection/connect.js'
import { safeForTerminal } from '../terminal/safe-text.js'
import { plural } from '../terminal/quantities.js'
import { version } from '../version.js'
import { diffWish } from './diff-wish.js'
import { pipedText } from './gather-material.js'
import { keptBaseline } from './kept-baseline.js'
import type { KeptBaseline } from './kept-baseline.js'
import { prepareReviewReports } from './review-reports.js'
import { planTask, promptAbout, startTask } from './start-task.js'
import type { StartedTask } from './start-task.js'
import { endTask } from './task-end.js'
import type { TaskEnd } from './task-end.js'

/** Looks a second time, whatever model looked first: cheap, and another one. */
const secondLook = 'haiku'

/** Runs `review` or `audit`. */
export async function runReview(context: CommandContext, kind: 'review' | 'audit'): Promise<CommandResult> {
  const { options, output, cwd } = context
  const baseline = await keptBaseline(options, cwd)
  const writeReports = await prepareReviewReports(options.report ?? [], cwd)
  const { paths, diff, piped } = await subjectOf(context)
  const dryRun = options.dryRun === true
  const connection = await connect(context, { calls: !dryRun })
  try {
    const task = await startTask(context, connection, {
      template: kind,
      output: 'findings',
      instruction: diff === undefined ? 'Report what is wrong in this code.' : 'Report what is wrong in this change.',
      paths,
      ...(diff !== undefined && { diff }),
      piped,
      related: diff !== undefined,
    })
    for (const note of task.material.notes) output.note(`outcrop: ${note}`)
    if (dryRun) {
      const plan = planTask(task)
      if (options.json !== true) await output.result(renderPlan(plan))
      return { outcome: 'ok', report: planReport(plan) }
    }
    return await endTask(task, () => look(task, { kind, baseline, writeReports }))
  } finally {
    await connection.close()
  }
}

/** What is to be looked at. */
interface Subject {
  readonly paths: readonly string[]
  readonly diff?: DiffRequest
  readonly piped?: string
}

/**
 * What is named, else what is piped in, else what changed since the last commit. Where something is named, nobody waits
 * for the end of a standard input that may not be meant: of a hook it is a list of commits, of CI often one that stays open.
 */
async function subjectOf(context: CommandContext): Promise<Subject> {
  const { operands: paths, diff } = diffWish(context)
  if (diff !== undefined) return { paths, diff }
  if (paths.length > 0) return { paths }
  const piped = await pipedText(context)
  return piped === undefined ? { paths, diff: {} } : { paths, piped }
}

interface Looking {
  readonly kind: 'review' | 'audit'
  readonly baseline: KeptBaseline | undefined
  readonly writeReports: (result: ReviewResult) => Promise<void>
}

async function look(task: StartedTask, { kind, baseline, writeReports }: Looking): Promise<TaskEnd> {
  const { context, material, connection } = task
  const { options, output } = context
  const files = reviewedFiles(task)
  if (files.length === 0) {
    output.note('outcrop: there is nothing to look at')
    const nothing = { task: kind, findings: [], known: 0, files: 0, version: version() }
    await writeReports(nothing)
    return { outcome: 'ok', report: { findings: [], known: 0 } }
  }
  const again = options.secondLook ?? secondLook
  const textOf = new Map(material.documents.map(({ path, text }) => [path, text]))
  const answer = await findIssues(task.calls, {
    request: task.request,
    conversation: [...task.before, { role: 'user', text: task.prompt }],
    files,
    promptAbout: (text, paths) => promptAbout(task, text, (path) => textOf.get(path))(paths),
    ...(again !== 'none' && { secondLook: connection.modelName(again) }),
  })
  task.progress.clear()
  for (const note of answer.notes) output.note(`outcrop: ${note}`)
  const { fresh, known } =
    baseline === undefined ? { fresh: answer.findings, known: [] } : splitByBaseline(answer.findings, baseline.known)
  if (options.updateBaseline === true) await baseline?.update(answer.findings)
  const shown: readonly Finding[] = options.updateBaseline === true ? [] : fresh
  const count = options.updateBaseline === true ? answer.findings.length : known.length
  const result = { task: kind, findings: shown, known: count, files: files.length, version: version() }
  await writeReports(result)
  const text = reportText(result, task.calls.totals().emulated)
  if (options.json !== true) await output.result(output.resultIsTerminal ? safeForTerminal(text) : text)
  const failing = shown.some(({ severity }) => isAtLeast(severity, options.failOn ?? 'never'))
  return {
    outcome: failing ? 'findings' : 'ok',
    text,
    report: { findings: shown, known: count, files: files.length, dropped: answer.dropped },
  }
}

/** Nobody has looked where an emulator answered: that must not read like a clean bill. */
function reportText(result: ReviewResult, emulated: boolean): string {
  if (!emulated || result.findings.length > 0) return renderReport('text', result)
  return `No model has read the ${plural(result.files, 'file')}: the answer is the emulator's, and has no findings in them.\n`
}

/** The files that findings can be about, whole: of those that are shown in part, too. */
function reviewedFiles({ material, root }: StartedTask): { readonly path: string; readonly text: string }[] {
  return material.documents
    .filter(({ role }) => role !== 'related' && role !== 'diff')
    .map(({ path, text, excerpt }) => ({
      path,
      text: excerpt === undefined ? text : redactText(path, readFileSync(join(root, path), 'utf8')).text,
    }))
}
