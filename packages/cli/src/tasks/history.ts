import type { CallTotals, Conversation, GatheredContext, Template } from '@outcrop/tasks'
import type { TaskRun } from '@outcrop/ledger'
import { createHash } from 'node:crypto'
import type { CommandContext } from '../commands/command.js'
import { ledgerFailure } from '../ledger/ledger-failure.js'
import { usageError } from '../outcome/command-error.js'

/** What there is to say of a task that has ended. */
export interface EndedTask {
  readonly id: string
  readonly startedAt: number
  readonly root: string
  readonly template: Template
  /** All that was sent first: system prompt, documents and instruction. */
  readonly sent: string
  /** The conversation without its documents. */
  readonly conversation: Conversation
  readonly documents: readonly string[]
  readonly model: string | undefined
  readonly outcome: string
  readonly changedFiles: readonly string[]
  readonly totals: CallTotals
  readonly durationMs: number
}

/** A name for a task without changes; those with changes have the name of these. */
export function taskId(now: number, sent: string): string {
  const time = new Date(now).toISOString().replace(/[-:]/g, '').replace(/\..*/, '')
  return `${time}-${hashOf(`${now}\0${sent}`).slice(0, 8)}`
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Keeps a task in the history, without secrets. If that fails, a line says so: what was paid for is worth more. */
export async function keepTask(
  { command, output }: Pick<CommandContext, 'command' | 'output'>,
  home: string,
  task: EndedTask,
): Promise<void> {
  try {
    const { openLedger } = await import('@outcrop/ledger')
    await using ledger = await openLedger({ home })
    await ledger.runs.keep(await rowOf(command, task))
  } catch (error) {
    const { message, remedy } = ledgerFailure(error)
    output.problem(`outcrop: not kept in the history: ${message}. ${remedy}`)
  }
}

async function rowOf(command: string, task: EndedTask): Promise<TaskRun> {
  const { redactText } = await import('@outcrop/tasks')
  const { totals, template } = task
  const { usage, costUsd } = totals
  return {
    id: task.id,
    startedAt: task.startedAt,
    command,
    project: task.root,
    template: template.name,
    templateVersion: template.version,
    promptHash: hashOf(task.sent),
    conversation: task.conversation.map(({ role, text }) => ({ role, text: redactText('', text).text })),
    documents: task.documents,
    ...(task.model !== undefined && { model: task.model }),
    outcome: task.outcome,
    changedFiles: task.changedFiles,
    ...usage,
    ...(costUsd !== undefined && { nanoUsd: Math.round(costUsd * 1e9) }),
    durationMs: Math.round(task.durationMs),
    emulated: totals.emulated,
  }
}

/** What `--continue` goes on from. */
export interface LastConversation {
  readonly conversation: Conversation
  readonly documents: readonly string[]
}

/**
 * The last conversation in a project.
 *
 * @throws CommandError if there is none, or the history cannot be read
 */
export async function lastConversation(home: string, root: string): Promise<LastConversation> {
  const runs = await tasksOf(home, root, 50)
  const last = runs.find(({ conversation }) => conversation.at(-1)?.role === 'assistant')
  if (last !== undefined) return last
  throw usageError('there is no conversation in this project to go on with', 'Leave --continue out.')
}

/** The tasks of a project, the latest first. */
export async function tasksOf(home: string, root: string, limit: number): Promise<readonly TaskRun[]> {
  try {
    const { openLedger } = await import('@outcrop/ledger')
    await using ledger = await openLedger({ home })
    return await ledger.runs.list({ project: root, limit })
  } catch (error) {
    throw ledgerFailure(error)
  }
}

/** The files that were named, as the history keeps them. */
export const namedIn = ({ documents }: Pick<GatheredContext, 'documents'>): readonly string[] =>
  documents.filter(({ role }) => role === 'named').map(({ path }) => path)
