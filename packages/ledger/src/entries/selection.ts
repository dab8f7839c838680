import type { SqlValue } from '../sqlite/values.js'

/** What entries can be told apart and grouped by. */
export type Dimension = 'model' | 'task' | 'project' | 'user' | 'day' | 'region' | 'geography' | 'surface' | 'outcome'

/** Days are those of UTC, as AWS bills them. A model that the registry does not know goes by the id it was called by. */
export const dimensionColumns: Readonly<Record<Dimension, string>> = {
  model: 'COALESCE(model, called_id)',
  task: 'task',
  project: 'project',
  user: 'user',
  day: "strftime('%Y-%m-%d', started_at / 1000, 'unixepoch')",
  region: 'region',
  geography: 'geography',
  surface: 'surface',
  outcome: 'outcome',
}

/** Which entries are meant. */
export interface Selection {
  /** The first moment, in milliseconds since 1970. Default: the beginning. */
  readonly since?: number
  /** The moment before which an attempt has to have begun. Default: none. */
  readonly until?: number
  /** Only entries with these values; `null` stands for entries without one. Default: all. */
  readonly filter?: Readonly<Partial<Record<Dimension, string | null>>>
  /** Emulated attempts instead of those that AWS bills. They are never mixed. Default: false. */
  readonly emulated?: boolean
}

/** The condition of a selection, with its values. */
export function conditionOf({ since, until, filter = {}, emulated = false }: Selection): {
  readonly sql: string
  readonly values: readonly SqlValue[]
} {
  const filters = Object.entries(filter) as [Dimension, string | null][]
  const parts: readonly (readonly [string, SqlValue])[] = [
    ['emulated = ?', Number(emulated)],
    ...(since === undefined ? [] : [['started_at >= ?', Math.ceil(since)] as const]),
    ...(until === undefined ? [] : [['started_at < ?', Math.ceil(until)] as const]),
    ...filters.map(([dimension, value]) => [`${dimensionColumns[dimension]} IS ?`, value] as const),
  ]
  return { sql: parts.map(([sql]) => sql).join(' AND '), values: parts.map(([, value]) => value) }
}
