import { conditionOf, dimensionColumns } from '../entries/selection.js'
import type { Dimension, Selection } from '../entries/selection.js'
import type { Database } from '../sqlite/database.js'
import type { Row } from '../sqlite/values.js'

/** What some attempts used and cost together. */
export interface UsageSum {
  /** Attempts that were sent: each is one request to Bedrock. */
  readonly requests: number
  /** How many of them failed. */
  readonly failedRequests: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadInputTokens: number
  readonly cacheWriteInputTokens: number
  /** US dollars by list price, of all requests whose price is known; absent if that of none is, never 0 for that. */
  readonly costUsd?: number
  /** The same, exactly: billionths of a US dollar. */
  readonly nanoUsd?: number
  /** Requests that broke off, so that tokens and cost are upper bounds. */
  readonly inexactRequests: number
  /** Requests whose price is not known, and which `costUsd` leaves out. */
  readonly unpricedRequests: number
}

/** A part of the usage that has one value in common. `key` is null where entries have none. */
export interface UsageGroup extends UsageSum {
  readonly key: string | null
}

/** What was used and what it cost. */
export interface Usage {
  readonly total: UsageSum
  /** The dearest first; by day, the latest first. Empty if no `by` was asked for. */
  readonly groups: readonly UsageGroup[]
}

/** Whose usage is asked for, and by what it is grouped. Default: one sum of everything. */
export interface UsageQuestion extends Selection {
  readonly by?: Dimension
}

const sums = `COUNT(*) AS requests,
  COALESCE(SUM(outcome <> 'ok'), 0) AS failed,
  COALESCE(SUM(input), 0) AS input,
  COALESCE(SUM(output), 0) AS output,
  COALESCE(SUM(cache_read), 0) AS cache_read,
  COALESCE(SUM(cache_write_5m + cache_write_1h), 0) AS cache_write,
  SUM(nano_usd) AS nano_usd,
  COALESCE(SUM(exact = 0), 0) AS inexact,
  COALESCE(SUM(nano_usd IS NULL), 0) AS unpriced`

const nanoPerUsd = 1_000_000_000

function sumOf(row: Row): UsageSum {
  const requests = row['requests'] as number
  // Nothing costs nothing; only the price of something can be unknown.
  const nanoUsd = requests === 0 ? 0 : (row['nano_usd'] as number | null)
  return {
    requests,
    failedRequests: row['failed'] as number,
    inputTokens: row['input'] as number,
    outputTokens: row['output'] as number,
    cacheReadInputTokens: row['cache_read'] as number,
    cacheWriteInputTokens: row['cache_write'] as number,
    ...(nanoUsd !== null && { costUsd: nanoUsd / nanoPerUsd, nanoUsd }),
    inexactRequests: row['inexact'] as number,
    unpricedRequests: row['unpriced'] as number,
  }
}

/** Sums entries up, in all and by one dimension. */
export function usageOf(database: Database, question: UsageQuestion): Usage {
  const { sql, values } = conditionOf(question)
  const [total = {}] = database.prepare(`SELECT ${sums} FROM entries WHERE ${sql}`).all(...values)
  const { by } = question
  if (by === undefined) return { total: sumOf(total), groups: [] }
  const order = by === 'day' ? 'group_key DESC' : 'nano_usd DESC NULLS LAST, requests DESC, group_key'
  const rows = database
    .prepare(
      `SELECT ${dimensionColumns[by]} AS group_key, ${sums} FROM entries WHERE ${sql} GROUP BY group_key ORDER BY ${order}`,
    )
    .all(...values)
  return { total: sumOf(total), groups: rows.map((row) => ({ key: row['group_key'] as string | null, ...sumOf(row) })) }
}
