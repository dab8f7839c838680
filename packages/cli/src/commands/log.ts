import type { TaskRun } from '@outcrop/ledger'
import { listRuns, runState } from '@outcrop/tasks'
import { readSettings } from '../connection/read-settings.js'
import { tasksOf } from '../tasks/history.js'
import { runsFolder } from '../tasks/kept-runs.js'
import { projectRoot } from '../tasks/project-root.js'
import { dollars } from '../terminal/quantities.js'
import { oneLine } from '../terminal/safe-text.js'
import { logLines } from '../tasks/log-lines.js'
import type { LogRow } from '../tasks/log-lines.js'
import type { CommandRun } from './command.js'

const mostShown = 50

/** `outcrop log`. */
export const run: CommandRun = async (context) => {
  const { output, cwd, options } = context
  const home = readSettings(context).home.value
  const folder = runsFolder(home)
  const kept = new Set(listRuns(folder))
  const tasks = await tasksOf(home, projectRoot(cwd), mostShown)
  const stateOf = ({ id }: TaskRun) => (kept.has(id) ? runState(folder, id) : undefined)
  if (options.json !== true) {
    const rows = tasks.map((task) => rowOf(task, stateOf(task)))
    if (tasks.length === 0) output.note('outcrop: nothing has been asked in this project yet')
    else await output.result(`${logLines(rows, output).join('\n')}\n`)
  }
  return { outcome: 'ok', report: { runs: tasks.map((task) => reportOf(task, stateOf(task))) } }
}

function rowOf(task: TaskRun, state: string | undefined): LogRow {
  const asked = oneLine(task.conversation.findLast(({ role }) => role === 'user')?.text ?? '')
  const cost = dollars(task.nanoUsd === undefined ? undefined : task.nanoUsd / 1e9)
  return {
    run: task.id,
    command: task.command,
    model: task.model ?? '-',
    outcome: task.outcome,
    cost: task.emulated ? `${cost} emulated` : cost,
    changes: state === undefined ? '-' : `${task.changedFiles.length} ${state}`,
    prompt: asked,
  }
}

function reportOf(task: TaskRun, state: string | undefined): Readonly<Record<string, unknown>> {
  const { id, startedAt, nanoUsd, inputTokens, outputTokens, cacheReadInputTokens, cacheWriteInputTokens, ...rest } =
    task
  return {
    run: id,
    at: new Date(startedAt).toISOString(),
    ...rest,
    usage: { inputTokens, outputTokens, cacheReadInputTokens, cacheWriteInputTokens },
    ...(nanoUsd !== undefined && { costUsd: nanoUsd / 1e9 }),
    ...(state !== undefined && { state }),
  }
}
