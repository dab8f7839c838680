/** What a column can hold here. Reals are left out on purpose: money and tokens are whole. */
export type SqlValue = string | number | null

export type Row = Readonly<Record<string, SqlValue>>

/**
 * Refuses what the driver would take and keep as something else: it fills missing arguments with those of the call
 * before, cuts text at a NUL, rounds integers beyond 2^53, and ends the process on a boolean.
 *
 * @throws TypeError or RangeError; nothing has been run then
 */
export function checkArguments(sql: string, expected: number, values: readonly unknown[]): void {
  if (values.length !== expected) {
    throw new RangeError(`${expected} values are expected and ${values.length} given: ${sql}`)
  }
  for (const value of values) {
    if (value === null) continue
    if (typeof value === 'number') {
      if (Number.isSafeInteger(value)) continue
      throw new RangeError(`${value} is no integer that is kept exactly: ${sql}`)
    }
    if (typeof value !== 'string') throw new TypeError(`${typeof value} is no value for a column: ${sql}`)
    if (value.includes('\0')) throw new RangeError(`Text with a NUL would be cut: ${sql}`)
  }
}

/** How many values a statement takes. Only plain `?` are allowed: the driver does not check names either. */
export function countPlaceholders(sql: string): number {
  const bare = sql.replace(/'[^']*'/g, "''")
  if (/\?\d|[:@$][A-Za-z_]/.test(bare)) throw new TypeError(`Only ? may stand for a value: ${sql}`)
  return bare.split('?').length - 1
}

/** A row as the driver gives it, without what the driver adds, and with a complaint about a number that is not exact. */
export function checkRow(row: Readonly<Record<string, unknown>>): Row {
  const { _metadata, ...columns } = row
  for (const [name, value] of Object.entries(columns)) {
    if (value === null || typeof value === 'string' || Number.isSafeInteger(value)) continue
    throw new RangeError(`The column ${name} holds ${JSON.stringify(value)}, which is no text and no exact integer`)
  }
  return columns as Row
}
