import type { LedgerEntry } from '@outcrop/client'
import type { Row, SqlValue } from '../sqlite/values.js'

/** The columns of an entry, in the order of {@link valuesOf}. */
export const entryColumns = [
  ...(['id', 'call_id', 'attempt', 'started_at', 'duration_ms', 'first_token_ms', 'outcome', 'model'] as const),
  ...(['called_id', 'surface', 'region', 'geography', 'task', 'project', 'user'] as const),
  ...(['input', 'output', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'exact'] as const),
  ...(['nano_usd', 'price_kind', 'price_as_of', 'price_source', 'tier', 'batch', 'request_id', 'emulated'] as const),
] as const

/** Text that is kept whole: the driver would cut it at a NUL, which no name has. */
function text(value: string | undefined): SqlValue {
  return value === undefined ? null : value.replaceAll('\0', '\uFFFD')
}

export function valuesOf(entry: LedgerEntry): readonly SqlValue[] {
  const { tags, tokens } = entry
  return [
    entry.id,
    entry.callId,
    entry.attempt,
    entry.startedAt,
    entry.durationMs,
    entry.firstTokenMs ?? null,
    entry.outcome,
    text(entry.model),
    text(entry.calledId),
    entry.surface,
    text(entry.region),
    text(entry.geography),
    text(tags.task),
    text(tags.project),
    text(tags.user),
    tokens.input,
    tokens.output,
    tokens.cacheRead,
    tokens.cacheWrite5m,
    tokens.cacheWrite1h,
    Number(entry.exact),
    entry.nanoUsd ?? null,
    text(entry.priceKind),
    text(entry.priceAsOf),
    text(entry.priceSource),
    text(entry.tier),
    Number(entry.batch),
    text(entry.requestId),
    Number(entry.emulated),
  ]
}

/** Members that an entry lacks where the column is empty. */
const optional = {
  firstTokenMs: 'first_token_ms',
  model: 'model',
  geography: 'geography',
  nanoUsd: 'nano_usd',
  priceKind: 'price_kind',
  priceAsOf: 'price_as_of',
  priceSource: 'price_source',
  tier: 'tier',
  requestId: 'request_id',
} as const satisfies Partial<Record<keyof LedgerEntry, (typeof entryColumns)[number]>>

function present(row: Row, names: Readonly<Record<string, string>>): Record<string, SqlValue> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, column]) => {
      const value = row[column] ?? null
      return value === null ? [] : [[name, value]]
    }),
  )
}

/** The entry that was written as this row. */
export function entryOf(row: Row): LedgerEntry {
  return {
    id: row['id'],
    callId: row['call_id'],
    attempt: row['attempt'],
    startedAt: row['started_at'],
    durationMs: row['duration_ms'],
    outcome: row['outcome'],
    calledId: row['called_id'],
    surface: row['surface'],
    region: row['region'],
    ...present(row, optional),
    tags: present(row, { task: 'task', project: 'project', user: 'user' }),
    tokens: {
      input: row['input'],
      output: row['output'],
      cacheRead: row['cache_read'],
      cacheWrite5m: row['cache_write_5m'],
      cacheWrite1h: row['cache_write_1h'],
    },
    exact: row['exact'] === 1,
    batch: row['batch'] === 1,
    emulated: row['emulated'] === 1,
  } as LedgerEntry
}
