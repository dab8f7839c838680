import type { Usage, UsageSum } from '@outcrop/ledger'
import { safeForTerminal } from '../terminal/safe-text.js'
import { count, dollars } from '../terminal/quantities.js'
import type { Style } from '../terminal/style.js'
import { renderTable } from '../terminal/table.js'
import type { Column } from '../terminal/table.js'

const members = [
  ...(['requests', 'failedRequests', 'inputTokens', 'outputTokens'] as const),
  ...(['cacheReadInputTokens', 'cacheWriteInputTokens'] as const),
] as const satisfies readonly (keyof UsageSum)[]

const headings = ['REQUESTS', 'FAILED', 'INPUT', 'OUTPUT', 'CACHE READ', 'CACHE WRITE', 'COST'] as const

function row(name: string, sum: UsageSum): readonly string[] {
  return [name, ...members.map((member) => count(sum[member])), dollars(sum.costUsd)]
}

/** A line for each group, the whole in the last. */
export function usageAsTable(by: string, { total, groups }: Usage, style: Style): string {
  const columns: readonly Column[] = [
    { heading: by.toUpperCase() },
    ...headings.map((heading) => ({ heading, align: 'right' as const })),
  ]
  const rows = groups.map(({ key, ...sum }) => row(key === null ? '-' : safeForTerminal(key), sum))
  const [first = '', ...lines] = renderTable(columns, [...rows, row('total', total)])
  const last = lines.pop() ?? ''
  return `${[style.bold(first), ...lines, style.bold(last)].join('\n')}\n`
}

/** A line of headings and one for each group, as RFC 4180 has it; the cost exactly, in US dollars, empty where unknown. */
export function usageAsCsv(by: string, { groups }: Usage): string {
  const lines = groups.map(({ key, ...sum }) => [
    key ?? '',
    ...members.map((member) => String(sum[member])),
    sum.nanoUsd === undefined ? '' : exactDollars(sum.nanoUsd),
  ])
  return [[by, ...members, 'costUsd'], ...lines].map((line) => `${line.map(field).join(',')}\r\n`).join('')
}

function exactDollars(nanoUsd: number): string {
  const digits = String(nanoUsd).padStart(10, '0')
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`
}

/** Spreadsheets take what begins like this for a formula, and names come from outside. */
const looksLikeFormula = /^[=+@\t\r-]/

function field(text: string): string {
  const safe = looksLikeFormula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
