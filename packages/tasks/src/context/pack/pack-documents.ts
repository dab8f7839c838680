import { TaskError } from '../../errors.js'
import type { ContextDocument, ContextRole, DroppedDocument } from '../context.js'
import type { RedactedText } from '../secrets/redact.js'
import { excerptOf } from './excerpt.js'
import { Purse } from './purse.js'

/** A text that may be sent, if the tokens suffice. */
export interface Candidate {
  readonly path: string
  readonly role: ContextRole
  readonly why: readonly string[]
  /** Without it there is no task: when it does not fit, the whole request is refused. */
  readonly required: boolean
  /** Lines that an excerpt shows first. */
  readonly focus?: readonly number[]
  /** Reads it, without its secrets; undefined when it cannot be sent after all. */
  readonly read: () => RedactedText | undefined
  /** Makes it smaller, for one that may be sent in part; undefined when no part is small enough. */
  readonly shrink?: (text: string, fits: (text: string) => boolean) => string | undefined
}

export interface Packing {
  readonly candidates: readonly Candidate[]
  readonly budgetTokens: number
  readonly estimateTokens: (text: string) => number
  /** Names whose lines are the ones to show of a big file. */
  readonly names: ReadonlySet<string>
}

export interface Packed {
  readonly documents: readonly ContextDocument[]
  readonly dropped: readonly DroppedDocument[]
  readonly tokens: number
}

/** What one file of the project may take: a part of what is left, so that the likeliest get most and many get some. */
const share = 0.12
const leastShare = 240
/** So many files in a row that do not fit, and the rest will not either. */
const patience = 12
/** How many files that found no room are named. */
const mostDropped = 50

/**
 * Chooses what is sent: first what was asked for, then what is likeliest to matter, each with a share of the budget so
 * that many files are seen; what is left makes the first of them whole. The order of the result is that of the
 * candidates by role, and by path for files nobody named: it does not change with their rank.
 */
export function packDocuments(packing: Packing): Packed {
  const purse = new Purse(packing.budgetTokens, packing.estimateTokens)
  const packed: { candidate: Candidate; document: ContextDocument }[] = []
  const dropped: DroppedDocument[] = []
  const drop = (candidate: Candidate, tokens?: number) => {
    if (dropped.length < mostDropped) dropped.push(droppedFor(candidate, tokens))
  }
  const given = packing.candidates.filter((candidate) => candidate.role !== 'related')
  for (const candidate of given.toSorted((one, other) => Number(other.required) - Number(one.required))) {
    const document = fit(candidate, packing, { purse, most: candidate.required ? Infinity : purse.left / 2 })
    if (document !== undefined) packed.push({ candidate, document })
    else if (candidate.required) throw tooLarge(candidate, packing, purse)
    else drop(candidate)
  }
  let misses = 0
  for (const candidate of packing.candidates.filter(({ role }) => role === 'related')) {
    const document =
      misses < patience ? fit(candidate, packing, { purse, most: Math.max(leastShare, purse.left * share) }) : undefined
    misses = document === undefined ? misses + 1 : 0
    if (document === undefined) drop(candidate)
    else packed.push({ candidate, document })
  }
  const documents = packed.map(({ candidate, document }) => widen(candidate, document, purse)).sort(inOrder)
  return { documents, dropped, tokens: purse.spent }
}

/** The whole text where it is small enough, else an excerpt. Paid for when it is given. */
function fit(
  candidate: Candidate,
  { names }: Packing,
  { purse, most }: { purse: Purse; most: number },
): ContextDocument | undefined {
  const clean = candidate.read()
  if (clean === undefined) return undefined
  const { path } = candidate
  const tokens = purse.costOf({ path, text: clean.text })
  if (tokens <= most && purse.pay(tokens)) return documentOf(candidate, { text: clean.text, tokens })
  const limit = Math.min(most, purse.left)
  const fits = (text: string) => purse.costOf({ path, text }) <= limit
  const smaller = candidate.shrink?.(clean.text, fits)
  if (smaller !== undefined && purse.pay(purse.costOf({ path, text: smaller }))) {
    return documentOf(candidate, { text: smaller, tokens: purse.costOf({ path, text: smaller }) })
  }
  if (candidate.required) return undefined
  const focus = candidate.focus ?? []
  const excerpt = excerptOf({ path, text: clean.text, focus, names, fits })
  if (excerpt === undefined) return undefined
  const cost = purse.costOf({ path, text: excerpt.text })
  if (!purse.pay(cost)) return undefined
  return { ...documentOf(candidate, { text: excerpt.text, tokens: cost }), excerpt: excerpt.spans }
}

/** Makes an excerpt whole when there is room for that. */
function widen(candidate: Candidate, document: ContextDocument, purse: Purse): ContextDocument {
  if (document.excerpt === undefined) return document
  const clean = candidate.read()
  if (clean === undefined) return document
  const tokens = purse.costOf({ path: candidate.path, text: clean.text })
  purse.refund(document.tokens)
  if (purse.pay(tokens)) return documentOf(candidate, { text: clean.text, tokens })
  purse.pay(document.tokens)
  return document
}

function documentOf(
  { path, role, why }: Candidate,
  { text, tokens }: { text: string; tokens: number },
): ContextDocument {
  return { path, text, role, tokens, why }
}

function droppedFor({ path }: Candidate, tokens: number | undefined): DroppedDocument {
  return { path, reason: 'budget', detail: 'the tokens did not suffice', ...(tokens !== undefined && { tokens }) }
}

function tooLarge(candidate: Candidate, { budgetTokens }: Packing, purse: Purse): TaskError {
  const text = candidate.read()?.text ?? ''
  const needed = purse.costOf({ path: candidate.path, text })
  return new TaskError(
    'input',
    `${candidate.path} may take ${needed} tokens, and of ${budgetTokens} there are ${purse.left} left`,
    'Name fewer or smaller files, or allow more tokens.',
  )
}

/** What changes least from call to call comes first, so that a prompt cache keeps it. */
const roleOrder: readonly ContextRole[] = ['named', 'related', 'changed', 'failing', 'diff', 'input']

function inOrder(one: ContextDocument, other: ContextDocument): number {
  const byRole = roleOrder.indexOf(one.role) - roleOrder.indexOf(other.role)
  if (byRole !== 0 || one.role !== 'related') return byRole
  return one.path < other.path ? -1 : 1
}
