import type { Client, InvokeRequest, ResolvedModel } from '@outcrop/client'
import { createTaskCalls, gatherContext, renderPrompt, standardInput } from '@outcrop/tasks'
import type { ContextRequest, Conversation, DiffRequest, GatheredContext, TaskCalls, Template } from '@outcrop/tasks'
import { answerRequest } from '../answer/answer-request.js'
import { callTarget, planCall } from '../answer/call-plan.js'
import type { CallPlan } from '../answer/call-plan.js'
import type { CommandContext } from '../commands/command.js'
import type { Connection } from '../connection/connect.js'
import { isPiped, readPiped } from '../prompt/piped-input.js'
import { createProgressLine } from '../terminal/progress-line.js'
import type { ProgressLine } from '../terminal/progress-line.js'
import { count } from '../terminal/quantities.js'
import { chooseTemplate, modelOf } from './choose-template.js'
import { lastConversation } from './history.js'
import { runsFolder } from './kept-runs.js'
import { projectRoot } from './project-root.js'

/** What a command wants of a model. */
export interface TaskWish {
  /** The template where the user names none. */
  readonly template: string
  readonly output: Template['output']
  readonly instruction: string
  readonly paths: readonly string[]
  readonly diff?: DiffRequest
  /** Whether the files that a failure names are sent too. */
  readonly findFailingFiles?: boolean
  /** Whether other files of the project that may matter are sent too. */
  readonly related: boolean
  /** What a command that failed has printed, if that is not piped in; it is sent in the same way. */
  readonly failure?: string
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
  readonly progress: ProgressLine
  /** Milliseconds since 1970. */
  readonly now: number
  readonly startedAt: number
}

/** Other files of the project get so many tokens, beside what was named. */
const relatedTokens = 8000
/** Room for the system prompt, the instruction and the turns that follow. */
const reservedTokens = 12_000
const usualWindow = 200_000

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
  const material = await gather(context, {
    wish: { ...wish, paths: [...wish.paths, ...(last?.documents ?? [])] },
    root,
    room: (model.entry?.contextWindow ?? usualWindow) - callTarget(model, request).maxTokens - reservedTokens,
    estimateTokens: (text) => client.estimateTokens({ model: model.key ?? model.calledId, text }).upperBound,
  })
  const progress = createProgressLine(output, clock)
  return {
    context,
    client,
    connection,
    template,
    model,
    root,
    runs: runsFolder(home),
    material,
    instruction: wish.instruction,
    prompt: renderPrompt(wish.instruction, material.documents),
    before: last?.conversation ?? [],
    request,
    calls: createTaskCalls(client, {
      signal,
      ...(options.maxCost !== undefined && { maxCostUsd: options.maxCost }),
      onActivity: ({ purpose, characters }) => {
        progress.show(
          characters === undefined
            ? `waiting for ${model.displayName} (${purpose})`
            : `writing ${purpose}, ${count(characters)} characters so far,`,
        )
      },
    }),
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

interface Gathering {
  readonly wish: TaskWish
  readonly root: string
  /** Tokens that the documents may take. */
  readonly room: number
  readonly estimateTokens: (text: string) => number
}

async function gather(context: CommandContext, { wish, root, room, estimateTokens }: Gathering) {
  const { cwd, signal } = context
  const piped = await pipedText(context)
  const request: ContextRequest = {
    root,
    cwd,
    paths: wish.paths,
    instruction: wish.instruction,
    budgetTokens: room,
    related: false,
    findFailingFiles: wish.findFailingFiles === true,
    ...(wish.diff !== undefined && { diff: wish.diff }),
    ...((piped ?? wish.failure) !== undefined && { piped: piped ?? wish.failure }),
    ports: { estimateTokens, signal },
  }
  const given = await gatherContext(request)
  if (!wish.related) return given
  const budgetTokens = Math.min(room, given.tokens + relatedTokens)
  return gatherContext({ ...request, related: true, budgetTokens })
}

async function pipedText({ stdin, clock, signal, output }: CommandContext): Promise<string | undefined> {
  const input = stdin()
  if (!isPiped(input)) return undefined
  const onWait = () =>
    output.note('outcrop: waiting for standard input to end (Ctrl-D ends it; < /dev/null means none)')
  const text = await readPiped(input, { clock, signal, onWait })
  return text.trim() === '' ? undefined : text
}

/** The plan of a task's first call, for `--dry-run`. */
export function planTask({ client, model, request, prompt, instruction, material }: StartedTask): CallPlan {
  const documents = material.documents.map(({ path, text, why }) => ({ path, text, why: why.join('; ') }))
  const plan = planCall(client, callTarget(model, request), request, { text: prompt, instruction, documents })
  return {
    ...plan,
    leftOut: material.dropped.map(({ path, reason, detail }) => ({ path, reason, detail })),
    redacted: material.redactions,
  }
}

/** The prompt of a text and of documents as they are given, the piped ones left out. */
export function promptAbout(task: StartedTask, text: string, read: (path: string) => string | undefined) {
  return (paths: readonly string[]): string => {
    const known = new Set(paths)
    const documents = [...known].flatMap((path) => {
      const now = path === standardInput ? undefined : read(path)
      return now === undefined ? [] : [{ path, text: now }]
    })
    return renderPrompt(text, documents)
  }
}
