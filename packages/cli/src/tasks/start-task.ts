import type { Client, InvokeRequest, ResolvedModel } from '@outcrop/client'
import { createTaskCalls, redactText, renderPrompt, standardInput } from '@outcrop/tasks'
import type { Conversation, DiffRequest, GatheredContext, TaskCalls, Template } from '@outcrop/tasks'
import { answerRequest } from '../answer/answer-request.js'
import { callTarget, planCall } from '../answer/call-plan.js'
import type { CallPlan } from '../answer/call-plan.js'
import type { CommandContext } from '../commands/command.js'
import type { Connection } from '../connection/connect.js'
import { withoutSecrets } from '../prompt/asked-prompt.js'
import { createProgressLine } from '../terminal/progress-line.js'
import { chooseTemplate, modelOf } from './choose-template.js'
import { gatherMaterial, roomOf } from './gather-material.js'
import { lastConversation } from './history.js'
import { runsFolder } from './kept-runs.js'
import { projectRoot } from './project-root.js'
import { rememberedPaths } from './remembered-paths.js'
import { createTaskProgress } from './task-progress.js'
import type { TaskProgress } from './task-progress.js'

/** What a command wants of a model. */
export interface TaskWish {
  /** The template where the user names none. */
  readonly template: string
  readonly output: Template['output']
  readonly instruction: string
  readonly paths: readonly string[]
  readonly diff?: DiffRequest | undefined
  /** Whether the files that a failure names are sent too. */
  readonly findFailingFiles?: boolean
  /** Whether other files of the project that may matter are sent too. */
  readonly related: boolean
  /** What was piped in, or what a command that failed has printed. */
  readonly piped: string | undefined
  /** How the answer has to be written, whatever the system prompt is. */
  readonly form?: string
}

/** A task that is ready to ask. */
export interface StartedTask {
  readonly context: CommandContext
  readonly client: Client
  readonly connection: Connection
  readonly template: Template
  readonly model: ResolvedModel
  readonly root: string
  /** Folder of kept runs. */
  readonly runs: string
  readonly material: GatheredContext
  readonly instruction: string
  /** The first prompt, with its documents. */
  readonly prompt: string
  /** What was said before, where the user goes on with it. */
  readonly before: Conversation
  /** Without its turns. */
  readonly request: InvokeRequest
  readonly calls: TaskCalls
  readonly progress: TaskProgress
  /** Milliseconds since 1970. */
  readonly now: number
  readonly startedAt: number
}

/** Gathers everything that a task needs, and asks nothing yet. */
export async function startTask(context: CommandContext, connection: Connection, wish: TaskWish): Promise<StartedTask> {
  const { client, settings } = connection
  const { clock, options, output, signal, cwd } = context
  const template = await chooseTemplate(context, settings, { usual: wish.template, outputs: [wish.output] })
  const name = connection.modelName(modelOf(context, settings, template))
  const model = await client.resolve(name)
  const root = projectRoot(cwd)
  const home = settings.home.value
  const last = options.continue === true ? await lastConversation(home, root) : undefined
  const profile = profileOf(template, wish.form)
  const { prompt: _, ...request } = { ...answerRequest('', options, profile), model: name }
  const { instruction, redactions } = withoutSecrets(wish.instruction)
  const again = rememberedPaths(context, last, { outside: false })
  const found = await gatherMaterial(
    context,
    { ...wish, instruction, paths: [...wish.paths, ...again] },
    roomOf(client, model, request),
  )
  const material = { ...found, redactions: [...redactions, ...found.redactions] }
  const prompt = renderPrompt(instruction, material.documents)
  const calls = createTaskCalls(client, {
    signal,
    ...(options.maxCost !== undefined && { maxCostUsd: options.maxCost }),
    onActivity: (activity) => progress.call(activity),
  })
  const progress = createTaskProgress({
    line: createProgressLine(output, clock),
    clock,
    model,
    estimateTokens: (question) => client.estimateTokens(question),
    maxTokens: callTarget(model, request).maxTokens,
    sent: `${typeof request.system === 'string' ? request.system : ''}\n${prompt}`,
    totals: () => calls.totals(),
  })
  return {
    context,
    client,
    connection,
    template,
    model,
    root,
    runs: runsFolder(home),
    material,
    instruction,
    prompt,
    before: last?.conversation ?? [],
    request,
    calls,
    progress,
    now: clock.now(),
    startedAt: clock.monotonic(),
  }
}

function profileOf({ system, maxTokens, temperature, effort }: Template, form: string | undefined) {
  return {
    system,
    maxTokens,
    ...(temperature !== undefined && { temperature }),
    ...(effort !== undefined && { effort }),
    ...(form !== undefined && { form }),
  }
}

/** The plan of a task's first call, for `--dry-run`. */
export function planTask({ client, model, request, prompt, material }: StartedTask): CallPlan {
  return planCall(client, callTarget(model, request), request, { ...material, text: prompt })
}

/** The prompt of a text and of documents as they are, without their secrets; what was piped in is left out. */
export function promptAbout(task: StartedTask, text: string, read: (path: string) => string | undefined) {
  return (paths: readonly string[]): string => {
    const known = new Set(paths)
    const documents = [...known].flatMap((path) => {
      const now = path === standardInput ? undefined : read(path)
      return now === undefined ? [] : [{ path, text: redactText(path, now).text }]
    })
    return renderPrompt(withoutSecrets(text).instruction, documents)
  }
}
