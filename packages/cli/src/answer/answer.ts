import type { Client, InvokeRequest, JsonSchema, ObjectReply, Reply, ResolvedModel } from '@outcrop/client'
import type { DiffRequest, Template } from '@outcrop/tasks'
import { AnswerError } from '@outcrop/client/errors'
import type { CommandContext, CommandResult } from '../commands/command.js'
import { connect } from '../connection/connect.js'
import { readSettings } from '../connection/read-settings.js'
import { CommandError } from '../outcome/command-error.js'
import { describeFailure } from '../outcome/failure.js'
import { askedPrompt } from '../prompt/asked-prompt.js'
import type { AskedPrompt } from '../prompt/asked-prompt.js'
import { createProgressLine } from '../terminal/progress-line.js'
import type { ProgressLine } from '../terminal/progress-line.js'
import { safeForTerminal } from '../terminal/safe-text.js'
import { chooseTemplate, modelOf } from '../tasks/choose-template.js'
import { diffWish } from '../tasks/diff-wish.js'
import { gatherMaterial, pipedText, roomOf } from '../tasks/gather-material.js'
import { lastConversation } from '../tasks/history.js'
import { projectRoot } from '../tasks/project-root.js'
import { rememberedPaths } from '../tasks/remembered-paths.js'
import { answerReport, brokenAnswerReport } from './answer-report.js'
import { answerRequest } from './answer-request.js'
import { keepAnswer, withEarlierTurns } from './answer-history.js'
import type { Earlier } from './answer-history.js'
import { answerPrompt } from './answer-prompt.js'
import type { AnswerPrompt } from './answer-prompt.js'
import { createAnswerSink } from './answer-sink.js'
import { callTarget, checkWorstCost, planCall } from './call-plan.js'
import type { CallTarget } from './call-plan.js'
import { deliver } from './deliver.js'
import type { Received } from './deliver.js'
import { planReport, renderPlan } from './dry-run.js'
import { finishText } from './finished-text.js'
import { prepareOutputFile } from './output-file.js'
import type { OutputFile } from './output-file.js'
import { readSchema } from './read-schema.js'
import { receiptLine } from './receipt.js'
import { answerFault } from './stop-reason.js'

/** Everything that one call needs. */
interface Call {
  readonly context: CommandContext
  readonly client: Client
  readonly request: InvokeRequest
  readonly target: CallTarget
  readonly file: OutputFile | undefined
  readonly schema: JsonSchema | undefined
  readonly template: Template
  readonly prompt: AnswerPrompt
  readonly earlier: Earlier | undefined
  readonly home: string
}

/** Runs a command that puts a prompt to a model and hands over the answer. */
export async function answer(context: CommandContext, usual: string): Promise<CommandResult> {
  const { options, output, cwd } = context
  const settings = readSettings(context)
  const template = await chooseTemplate(context, settings, { usual, outputs: ['text', 'code'] })
  const home = settings.home.value
  const earlier = options.continue === true ? await lastConversation(home, projectRoot(cwd)) : undefined
  const { asked, diff } = await readAsked(context, earlier)
  const file = options.output === undefined ? undefined : await prepareOutputFile(options.output, cwd)
  const schema = options.schema === undefined ? undefined : await readSchema(options.schema, cwd)
  const connection = await connect(context, { calls: options.dryRun !== true, holdNotices: true })
  try {
    const { client } = connection
    const name = connection.modelName(modelOf(context, settings, template))
    const model = options.dryRun === true ? await resolveOffline(client, name) : await client.resolve(name)
    const bare = { ...answerRequest('', options, template), model: name }
    const room = roomOf(client, model, bare)
    const material = await gatherMaterial(context, { ...asked, diff, outside: true }, room)
    connection.sayNotices()
    const prompt = answerPrompt(asked, material)
    sayWhatIsLeftOut(context, prompt)
    const request = withEarlierTurns({ ...bare, prompt: prompt.text }, earlier)
    const target = callTarget(model, request)
    if (options.dryRun === true) {
      const plan = planCall(client, target, request, prompt)
      if (!printsJson(options)) await output.result(renderPlan(plan))
      return { outcome: 'ok', report: planReport(plan) }
    }
    if (options.maxCost !== undefined) checkWorstCost(planCall(client, target, request, prompt), options.maxCost)
    return await call({ context, client, request, target, file, schema, template, prompt, earlier, home })
  } finally {
    await connection.close()
  }
}

async function readAsked(
  context: CommandContext,
  earlier: Earlier | undefined,
): Promise<{ readonly asked: AskedPrompt; readonly diff: DiffRequest | undefined }> {
  const { cwd, command } = context
  const { operands, diff } = diffWish(context)
  const again = rememberedPaths(context, earlier, { outside: true })
  const asked = askedPrompt({ command, operands, cwd }, await pipedText(context))
  return { asked: { ...asked, paths: [...asked.paths, ...again] }, diff }
}

/** Nothing that was named is left out in silence. A dry run shows it in its plan. */
function sayWhatIsLeftOut({ options, output }: CommandContext, prompt: AnswerPrompt): void {
  if (options.dryRun === true) return
  for (const note of prompt.notes) output.note(`outcrop: ${note}`)
  for (const { path, detail } of prompt.dropped) output.note(`outcrop: not sent: ${path}: ${detail}`)
  for (const { path, line, secret } of prompt.redactions) output.note(`outcrop: not sent: ${secret} in ${path}:${line}`)
}

/** What stands behind the ARN of an application profile only AWS knows, and a dry run asks nobody. */
async function resolveOffline(client: Client, name: string): Promise<ResolvedModel> {
  if (!name.includes(':application-inference-profile/')) return client.resolve(name)
  const { region } = client
  return {
    key: undefined,
    displayName: name,
    calledId: name,
    region,
    surface: 'invoke',
    geography: undefined,
    entry: undefined,
    priceKind: undefined,
    notes: [],
  }
}

async function call(parts: Call): Promise<CommandResult> {
  const { context, client, request, target } = parts
  const { output, clock, signal, options } = context
  const startedAt = clock.monotonic()
  const received: Received = { text: '' }
  try {
    const progress = createProgressLine(output, clock)
    if (parts.schema !== undefined) return await finishObject(parts, await askForObject(parts, parts.schema, progress))
    const stream = client.stream(request, { signal })
    await deliver(stream, received, {
      sink: createAnswerSink(sinkKind(options), output),
      progress,
      modelName: target.model.displayName,
    })
    return await finish(parts, await stream.reply())
  } catch (error) {
    const failure = describeFailure(signal.aborted ? signal.reason : error)
    const seen = { text: received.text || textOfFailed(error), durationMs: clock.monotonic() - startedAt }
    return { outcome: failure.outcome, failure, report: brokenAnswerReport(error, target.model, seen) }
  }
}

function printsJson({ json, streamJson }: CommandContext['options']): boolean {
  return json === true || streamJson === true
}

function sinkKind(options: CommandContext['options']): 'text' | 'events' | 'held' {
  if (options.streamJson === true) return 'events'
  return options.json === true ||
    options.schema !== undefined ||
    options.extract === true ||
    options.output !== undefined
    ? 'held'
    : 'text'
}

/** An object is checked before any of it is shown, so that nothing comes while it is written. */
async function askForObject({ client, context, request, target }: Call, schema: JsonSchema, progress: ProgressLine) {
  progress.show(`waiting for ${target.model.displayName}`)
  try {
    return await client.invoke({ ...request, schema }, { signal: context.signal })
  } finally {
    progress.clear()
  }
}

/** What an answer said that was not the object asked for. */
function textOfFailed(error: unknown): string {
  return error instanceof AnswerError ? error.text : ''
}

async function finishObject(parts: Call, reply: ObjectReply<unknown>): Promise<CommandResult> {
  const { context, file } = parts
  const { options, output } = context
  const text = `${JSON.stringify(reply.object, undefined, 2)}\n`
  const failure = await handOver(parts, text)
  if (failure === undefined && file !== undefined) output.note(`outcrop: wrote ${file.path}`)
  if (!printsJson(options)) output.note(output.noteStyle.dim(receiptLine(reply, output.verbose)))
  const outcome = failure?.outcome ?? 'ok'
  const run = await keepAnswer(parts, reply, outcome)
  const report = { ...answerReport(reply, reply.text), object: reply.object, run }
  return failure === undefined ? { outcome, report } : { outcome, failure, report }
}

/** Hands a whole answer over: prints or writes what has not been streamed, and says what it cost. */
async function finish(parts: Call, reply: Reply): Promise<CommandResult> {
  const { context, file, target } = parts
  const { options, output } = context
  const { text, notes } = finishText(reply.text, options)
  const fault =
    answerFault(reply.message, target.maxTokens) ?? (file !== undefined && text === '' ? empty() : undefined)
  const failure = fault === undefined ? await handOver(parts, text) : describeFailure(fault)
  if (fault !== undefined) await printHeld(context, text)
  if (failure === undefined) for (const note of notes) output.note(`outcrop: note: ${note}`)
  if (failure === undefined && file !== undefined) output.note(`outcrop: wrote ${file.path}`)
  if (!printsJson(options)) {
    if (output.resultIsTerminal && output.canRedraw && file === undefined) output.note('')
    output.note(output.noteStyle.dim(receiptLine(reply, output.verbose)))
  }
  const outcome = failure?.outcome ?? 'ok'
  const run = await keepAnswer(parts, reply, outcome)
  const report = { ...answerReport(reply, text), run }
  return failure === undefined ? { outcome, report } : { outcome, failure, report }
}

/** What was paid for is not lost: if the file cannot be written, the text goes to standard output. */
async function handOver({ context, file }: Call, text: string) {
  if (file === undefined) {
    await printHeld(context, text)
    return undefined
  }
  try {
    await file.write(text)
    return undefined
  } catch (error) {
    if (sinkKind(context.options) === 'held' && context.options.json !== true) await context.output.result(text)
    return describeFailure(error)
  }
}

async function printHeld({ options, output }: CommandContext, text: string): Promise<void> {
  if (sinkKind(options) !== 'held' || options.json === true) return
  await output.result(output.resultIsTerminal ? safeForTerminal(text) : text)
}

function empty(): CommandError {
  return new CommandError({
    code: 'empty_answer',
    outcome: 'error',
    message: 'the model answered with no text, so nothing was written',
    remedy: 'Try again, or put the prompt differently.',
  })
}
