import type { LedgerEntry } from '@outcrop/client'
import type { AccessRecord } from '@outcrop/gateway'
import { count, dollars, plural } from '../terminal/quantities.js'
import { oneLine } from '../terminal/safe-text.js'
import { renderTable } from '../terminal/table.js'
import type { Column } from '../terminal/table.js'
import { groupBy } from './group-by.js'

/** What was spent with one model, or with all. */
interface Spent {
  /** Attempts that were sent, retries included. */
  readonly attempts: number
  readonly retries: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadInputTokens: number
  readonly cacheWriteInputTokens: number
  /** By list price, in US dollars; absent where a price is not known. */
  readonly costUsd?: number
}

/** Requests of one kind that the gateway answered. */
interface Answered {
  /** The gateway's route, such as `messages`. */
  readonly route: string
  readonly model?: string
  readonly requests: number
}

/** Requests that it refused, or that failed. */
interface Refused {
  readonly route: string
  readonly status: number
  /** Code of the error. */
  readonly error: string
  readonly requests: number
}

/** What a program did through the gateway. */
export interface GatewayReceipt {
  readonly answered: readonly Answered[]
  readonly refused: readonly Refused[]
  readonly models: readonly (Spent & { readonly model: string })[]
  readonly total: Spent
  /** For quota and between attempts, in milliseconds. */
  readonly waitedMs: number
  /** Requests that the budget refused, before anything was sent. */
  readonly budgetRefusals: number
}

/** Adds up what the ledger got and what the gateway answered. */
export function gatewayReceipt(entries: readonly LedgerEntry[], records: readonly AccessRecord[]): GatewayReceipt {
  const groups = groupBy(entries, ({ model, calledId }) => model ?? calledId)
  return {
    answered: answeredIn(records),
    refused: refusedIn(records),
    models: groups.map((group) => ({ model: group[0]?.model ?? group[0]?.calledId ?? '', ...spentIn(group) })),
    total: spentIn(entries),
    waitedMs: records.reduce((all, { waitedMs = 0 }) => all + waitedMs, 0),
    budgetRefusals: records.filter(({ error }) => error === 'budget_exceeded').length,
  }
}

function answeredIn(records: readonly AccessRecord[]): readonly Answered[] {
  const whole = records.filter(({ status, error }) => status < 400 && error === undefined)
  return groupBy(whole, ({ route, model = '' }) => `${route} ${model}`).map((group) => {
    const { route = '', model } = group[0] ?? {}
    return { route, ...(model !== undefined && { model }), requests: group.length }
  })
}

function refusedIn(records: readonly AccessRecord[]): readonly Refused[] {
  const broken = records.filter(({ status, error }) => status >= 400 || error !== undefined)
  return groupBy(broken, ({ route, status, error = '' }) => `${route} ${status} ${error}`).map((group) => {
    const { route = '', status = 0, error = '' } = group[0] ?? {}
    return { route, status, error, requests: group.length }
  })
}

function spentIn(entries: readonly LedgerEntry[]): Spent {
  const sum = (of: (entry: LedgerEntry) => number) => entries.reduce((all, entry) => all + of(entry), 0)
  const isKnown = entries.every(({ nanoUsd }) => nanoUsd !== undefined)
  return {
    attempts: entries.length,
    retries: entries.filter(({ attempt }) => attempt > 1).length,
    inputTokens: sum(({ tokens }) => tokens.input),
    outputTokens: sum(({ tokens }) => tokens.output),
    cacheReadInputTokens: sum(({ tokens }) => tokens.cacheRead),
    cacheWriteInputTokens: sum(({ tokens }) => tokens.cacheWrite5m + tokens.cacheWrite1h),
    ...(isKnown && { costUsd: sum(({ nanoUsd = 0 }) => nanoUsd) / 1e9 }),
  }
}

const columns: readonly Column[] = [
  { heading: 'MODEL' },
  { heading: 'ATTEMPTS', align: 'right' },
  { heading: 'RETRIES', align: 'right' },
  { heading: 'IN', align: 'right' },
  { heading: 'CACHE READ', align: 'right' },
  { heading: 'CACHE WRITE', align: 'right' },
  { heading: 'OUT', align: 'right' },
  { heading: 'COST', align: 'right' },
]

/** The receipt as lines for a person. */
export function gatewayReceiptText(receipt: GatewayReceipt, { emulated }: { emulated: boolean }): readonly string[] {
  const { models, total, waitedMs, budgetRefusals } = receipt
  const others = receipt.refused
    .filter(({ error }) => error !== 'budget_exceeded')
    .map(
      ({ route, status, error, requests }) =>
        `  ${plural(requests, 'request')} of ${route} ended in ${status < 400 ? '' : `${status} `}${error}`,
    )
  const refused = [
    ...(budgetRefusals === 0 ? [] : [`  ${plural(budgetRefusals, 'request')} refused by the budget`]),
    ...others,
  ]
  if (models.length === 0) return ['outcrop: the program called no model', ...refused]
  const rows = models.map(({ model, ...spent }) => [oneLine(model), ...cells(spent)])
  const sums = models.length > 1 ? [['total', ...cells(total)]] : []
  const where = emulated ? 'the local Bedrock (nothing was charged)' : 'Bedrock'
  return [
    `outcrop: calls through the gateway to ${where}`,
    ...renderTable(columns, [...rows, ...sums]).map((line) => `  ${line}`),
    ...(waitedMs === 0 ? [] : [`  waited ${(waitedMs / 1000).toFixed(1)} s for quota and between attempts`]),
    ...refused,
  ]
}

function cells(spent: Spent): readonly string[] {
  const numbers = [spent.attempts, spent.retries, spent.inputTokens, spent.cacheReadInputTokens]
  return [
    ...[...numbers, spent.cacheWriteInputTokens, spent.outputTokens].map((number) => count(number)),
    spent.costUsd === undefined ? 'unknown' : dollars(spent.costUsd),
  ]
}
