import type { Conversation } from '@outcrop/tasks'
import type { CommandResult } from '../commands/command.js'
import { describeFailure } from '../outcome/failure.js'
import type { Failure } from '../outcome/failure.js'
import type { Outcome } from '../outcome/outcome.js'
import { keepTask, namedIn, taskId } from './history.js'
import type { StartedTask } from './start-task.js'
import { totalsLine, totalsReport } from './totals-report.js'

/** How a task ended. */
export interface TaskEnd {
  readonly outcome: Outcome
  readonly failure?: Failure
  /** What `--json` has besides what every task has. */
  readonly report: Readonly<Record<string, unknown>>
  /** What the model said, if it said anything. */
  readonly text?: string
  /** Name of its kept changes, and the files that these are about. */
  readonly run?: string
  readonly changedFiles?: readonly string[]
}

/** Runs a task that has started to its end: nothing it throws is lost, and what it cost is always told and kept. */
export async function endTask(task: StartedTask, work: () => Promise<TaskEnd>): Promise<CommandResult> {
  const { context, progress } = task
  let end: TaskEnd
  try {
    end = await work()
  } catch (error) {
    const failure = describeFailure(context.signal.aborted ? context.signal.reason : error)
    const text = error instanceof Error && 'text' in error ? String(error.text) : ''
    end = { outcome: failure.outcome, failure, report: {}, ...(text !== '' && { text }) }
  } finally {
    progress.clear()
  }
  return conclude(task, end)
}

async function conclude(task: StartedTask, end: TaskEnd): Promise<CommandResult> {
  const { context, calls, model, startedAt } = task
  const { output, options, clock } = context
  const totals = calls.totals()
  const durationMs = clock.monotonic() - startedAt
  const id = end.run ?? taskId(task.now, task.prompt)
  if (totals.calls > 0) {
    if (options.json !== true) output.note(output.noteStyle.dim(totalsLine(totals, model, durationMs)))
    await keepTask(context, task.connection.settings.home.value, {
      id,
      startedAt: task.now,
      root: task.root,
      template: task.template,
      sent: `${JSON.stringify(task.request.system ?? '')}\n${task.prompt}`,
      conversation: conversationOf(task, end.text),
      documents: namedIn(task.material),
      model: (totals.model ?? model).key ?? model.calledId,
      outcome: end.outcome,
      changedFiles: end.changedFiles ?? [],
      totals,
      durationMs,
    })
  }
  return {
    outcome: end.outcome,
    ...(end.failure !== undefined && { failure: end.failure }),
    report: {
      ...(end.text !== undefined && { text: end.text }),
      ...end.report,
      ...(totals.calls > 0 && { run: id }),
      ...totalsReport(totals, model, durationMs),
    },
  }
}

/** Without the documents: the history keeps no contents of files. */
function conversationOf({ before, instruction }: StartedTask, text: string | undefined): Conversation {
  const asked = [...before, { role: 'user' as const, text: instruction }]
  return text === undefined || text === '' ? asked : [...asked, { role: 'assistant' as const, text }]
}
