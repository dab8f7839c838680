import type { Client, InvokeRequest, ResolvedModel } from '@outcrop/client'
import { gatherContext } from '@outcrop/tasks'
import type { ContextRequest, DiffRequest, GatheredContext } from '@outcrop/tasks'
import { callTarget } from '../answer/call-plan.js'
import type { CommandContext } from '../commands/command.js'
import { isPiped, readPiped } from '../prompt/piped-input.js'
import { gatherOutside, splitPaths } from './outside-files.js'
import { projectRoot } from './project-root.js'

/** What a command wants to send of a project. */
export interface MaterialWish {
  readonly instruction: string
  /** Files, folders and globs, from the folder of the command line. */
  readonly paths: readonly string[]
  readonly diff?: DiffRequest | undefined
  /** What was piped in, or a failure that is sent in the same way. */
  readonly piped?: string | undefined
  /** Whether the files that a failure names are sent too. */
  readonly findFailingFiles?: boolean
  /** Whether other files of the project that may matter are sent too. */
  readonly related?: boolean
  /** Whether files outside the project may be named: only where nothing is written. */
  readonly outside?: boolean
}

/** How much may be sent. */
export interface MaterialRoom {
  /** Tokens that the documents may take. */
  readonly budgetTokens: number
  readonly estimateTokens: (text: string) => number
}

/** Other files of the project get so many tokens, beside what was named. */
const relatedTokens = 8000
/** Room for the system prompt, the instruction and the turns that follow. */
const reservedTokens = 12_000
const usualWindow = 200_000

/** What a model can take in beside a request and its answer. */
export function roomOf(client: Client, model: ResolvedModel, request: InvokeRequest): MaterialRoom {
  const window = model.entry?.contextWindow ?? usualWindow
  const name = model.key ?? model.calledId
  return {
    budgetTokens: window - callTarget(model, request).maxTokens - reservedTokens,
    estimateTokens: (text) => client.estimateTokens({ model: name, text }).upperBound,
  }
}

/**
 * Gathers what a command sends, everything through the one gate of the project.
 *
 * @throws TaskError as `gatherContext` does
 */
export async function gatherMaterial(
  { cwd, signal }: Pick<CommandContext, 'cwd' | 'signal'>,
  wish: MaterialWish,
  { budgetTokens, estimateTokens }: MaterialRoom,
): Promise<GatheredContext> {
  const root = projectRoot(cwd)
  const ports = { estimateTokens, signal }
  const { inside, outside } =
    wish.outside === true ? splitPaths(wish.paths, root, cwd) : { inside: wish.paths, outside: [] }
  const others = await gatherOutside({ root, cwd, paths: outside, budgetTokens, ports })
  const request: ContextRequest = {
    root,
    cwd,
    paths: inside,
    instruction: wish.instruction,
    budgetTokens: budgetTokens - others.tokens,
    related: false,
    findFailingFiles: wish.findFailingFiles === true,
    ...(wish.diff !== undefined && { diff: wish.diff }),
    ...(wish.piped !== undefined && { piped: wish.piped }),
    ports,
  }
  const given = await gatherContext(request)
  if (wish.related !== true) return joined(others, given)
  const most = Math.min(request.budgetTokens, given.tokens + relatedTokens)
  return joined(others, await gatherContext({ ...request, related: true, budgetTokens: most }))
}

function joined(one: GatheredContext, other: GatheredContext): GatheredContext {
  return {
    documents: [...one.documents, ...other.documents],
    dropped: [...one.dropped, ...other.dropped],
    redactions: [...one.redactions, ...other.redactions],
    notes: [...one.notes, ...other.notes],
    tokens: one.tokens + other.tokens,
  }
}

/** What is piped in; undefined for nothing, and for blanks. */
export async function pipedText({ stdin, clock, signal, output }: CommandContext): Promise<string | undefined> {
  const input = stdin()
  if (!isPiped(input)) return undefined
  const onWait = () =>
    output.note('outcrop: waiting for standard input to end (Ctrl-D ends it; < /dev/null means none)')
  const text = await readPiped(input, { clock, signal, onWait })
  return text.trim() === '' ? undefined : text
}
