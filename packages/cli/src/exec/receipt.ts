import type { ResolvedModel } from '@outcrop/client'
import type { JournalEntry } from '@outcrop/emulator'
import { groupBy } from './group-by.js'

/** Tokens by kind, and what they would have cost. */
interface Spent {
  readonly requests: number
  /** Neither read from nor written to the prompt cache. */
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadInputTokens: number
  readonly cacheWriteInputTokens: number
  /** By list price, in US dollars; absent where a price is not known. */
  readonly costUsd?: number
}

/** All calls of one operation to one id. */
interface ReceiptLine extends Spent {
  readonly operation: string
  /** The registry's key; absent for calls that name no model, or none that is known. */
  readonly model?: string
  readonly calledId?: string
}

interface Refusal {
  readonly status: number
  readonly type: string
  readonly message: string
  readonly requests: number
}

/** What a program did at the local Bedrock. */
export interface Receipt {
  readonly calls: readonly ReceiptLine[]
  readonly total: Spent
  /** Requests that were answered with an error, the most frequent first. */
  readonly refusals: readonly Refusal[]
  /** Requests whose client left before the end of the answer. */
  readonly abandoned: number
}

/** Finds out which model an id calls and by which price; undefined where that is not known. */
export type Resolve = (calledId: string) => Promise<Pick<ResolvedModel, 'entry' | 'priceKind'> | undefined>

/** Adds up a journal. A refused request is counted and costs nothing. */
export async function receiptOf(journal: readonly JournalEntry[], resolve: Resolve): Promise<Receipt> {
  const groups = groupBy(journal, ({ operation, calledId = '' }) => `${operation} ${calledId}`)
  const calls = await Promise.all(groups.map((entries) => lineOf(entries, resolve)))
  return {
    calls,
    total: sum(calls),
    refusals: refusalsOf(journal),
    abandoned: journal.filter(({ aborted }) => aborted).length,
  }
}

async function lineOf(entries: readonly JournalEntry[], resolve: Resolve): Promise<ReceiptLine> {
  const { operation = '', model, calledId } = entries[0] ?? {}
  const { billedTokens, costOf } = await import('@outcrop/client')
  const priced = calledId === undefined ? undefined : await resolve(calledId)
  const spent = entries.map(({ usage }): Spent => {
    if (usage === undefined) return { ...nothing, requests: 1 }
    const tokens = billedTokens(usage)
    const cost = costOf({ tokens, prices: priced?.entry?.prices, kind: priced?.priceKind })
    return {
      requests: 1,
      inputTokens: tokens.input,
      outputTokens: tokens.output,
      cacheReadInputTokens: tokens.cacheRead,
      cacheWriteInputTokens: tokens.cacheWrite5m + tokens.cacheWrite1h,
      ...(cost !== undefined && { costUsd: cost.nanoUsd / 1e9 }),
    }
  })
  return {
    operation,
    ...(model !== undefined && { model }),
    ...(calledId !== undefined && { calledId }),
    ...sum(spent),
  }
}

const nothing = {
  requests: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadInputTokens: 0,
  cacheWriteInputTokens: 0,
  costUsd: 0,
} as const satisfies Spent

function sum(parts: readonly Spent[]): Spent {
  const { costUsd: _, ...counts } = nothing
  const names = Object.keys(counts) as (keyof typeof counts)[]
  const total = Object.fromEntries(names.map((name) => [name, parts.reduce((all, part) => all + part[name], 0)]))
  const costs = parts.map(({ costUsd }) => costUsd)
  const known = costs.filter((cost) => cost !== undefined)
  // Whole nano-dollars, so that the sum does not end in what floating point adds.
  const nanoUsd = known.reduce((all, cost) => all + Math.round(cost * 1e9), 0)
  return { ...(total as typeof counts), ...(known.length === costs.length && { costUsd: nanoUsd / 1e9 }) }
}

function refusalsOf(journal: readonly JournalEntry[]): readonly Refusal[] {
  const refused = journal.flatMap(({ status, error }) => (error === undefined ? [] : [{ status, ...error }]))
  const groups = groupBy(refused, ({ status, type, message }) => JSON.stringify([status, type, message]))
  return groups
    .flatMap((group) => (group[0] === undefined ? [] : [{ ...group[0], requests: group.length }]))
    .toSorted((left, right) => right.requests - left.requests)
}
