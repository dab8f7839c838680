import type { InvokeRequest, Reply } from '@outcrop/client'
import type { CallTotals, Template } from '@outcrop/tasks'
import type { CommandContext } from '../commands/command.js'
import { keepTask, namedIn, taskId } from '../tasks/history.js'
import type { LastConversation } from '../tasks/history.js'
import { projectRoot } from '../tasks/project-root.js'
import type { AnswerPrompt } from './answer-prompt.js'

/** What an answer goes on from. */
export type Earlier = LastConversation

/** The request with the turns of the conversation that it goes on with before its own. */
export function withEarlierTurns(request: InvokeRequest, earlier: Earlier | undefined): InvokeRequest {
  if (earlier === undefined) return request
  return { ...request, messages: earlier.conversation.map(({ role, text }) => ({ role, content: text })) }
}

/** An answer that came, and what it was an answer to. */
interface Answered {
  readonly context: CommandContext
  readonly template: Template
  readonly request: InvokeRequest
  readonly prompt: AnswerPrompt
  readonly earlier: Earlier | undefined
  readonly home: string
}

/** Keeps an answer in the history, and gives its name there. */
export async function keepAnswer(parts: Answered, reply: Reply, outcome: string): Promise<string> {
  const { context, template, request, prompt, earlier, home } = parts
  const { clock, cwd } = context
  const root = projectRoot(cwd)
  const startedAt = Math.round(clock.now() - reply.latencyMs)
  const id = taskId(startedAt, prompt.text)
  const before = earlier?.conversation ?? []
  await keepTask(context, home, {
    id,
    startedAt,
    root,
    template,
    sent: `${JSON.stringify(request.system ?? '')}\n${prompt.text}`,
    conversation: [
      ...before,
      { role: 'user', text: prompt.instruction },
      ...(reply.text === '' ? [] : [{ role: 'assistant' as const, text: reply.text }]),
    ],
    documents: namedIn(prompt),
    model: reply.model.key ?? reply.model.calledId,
    outcome,
    changedFiles: [],
    totals: totalsOf(reply),
    durationMs: reply.latencyMs,
  })
  return id
}

function totalsOf({ usage, costUsd, attempts, latencyMs, requestId, model, emulated }: Reply): CallTotals {
  return { calls: 1, usage, costUsd, attempts, durationMs: latencyMs, requestId, model, emulated }
}
