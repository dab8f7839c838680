import type { SqlValue, Row } from './values.js'
import { checkArguments, checkRow, countPlaceholders } from './values.js'

/** A statement of the driver, as far as it is used. */
interface DriverStatement {
  run(values: readonly SqlValue[]): { readonly changes: number }
  get(values: readonly SqlValue[]): Readonly<Record<string, unknown>> | undefined
  all(values: readonly SqlValue[]): readonly Readonly<Record<string, unknown>>[]
}

/** A connection of the driver, as far as it is used. */
export interface Driver {
  readonly inTransaction: boolean
  prepare(sql: string): DriverStatement
  exec(sql: string): unknown
  close(): unknown
}

/** A statement whose values are checked each time. */
export interface Statement {
  /** Gives the number of changed rows. */
  run(...values: readonly SqlValue[]): number
  /** Whether there is a row: costs a fifth of reading the rows. */
  some(...values: readonly SqlValue[]): boolean
  all(...values: readonly SqlValue[]): readonly Row[]
}

/** One connection, behind checks of what goes in and comes out. */
export class Database {
  readonly #driver: Driver
  readonly #statements = new Map<string, Statement>()

  constructor(driver: Driver) {
    this.#driver = driver
  }

  /** A statement, prepared once. */
  prepare(sql: string): Statement {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const expected = countPlaceholders(sql)
    const statement = this.#driver.prepare(sql)
    const checked: Statement = {
      run(...values) {
        checkArguments(sql, expected, values)
        return statement.run(values).changes
      },
      some(...values) {
        checkArguments(sql, expected, values)
        return statement.get(values) !== undefined
      },
      all(...values) {
        checkArguments(sql, expected, values)
        return statement.all(values).map(checkRow)
      },
    }
    this.#statements.set(sql, checked)
    return checked
  }

  exec(sql: string): void {
    this.#driver.exec(sql)
  }

  /**
   * Runs `work` in a transaction that holds the right to write from its beginning, so that no other process changes what
   * `work` has read before it writes.
   */
  writing<Result>(work: () => Result): Result {
    this.#driver.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#driver.exec('COMMIT')
      return result
    } catch (error) {
      if (this.#driver.inTransaction) this.#driver.exec('ROLLBACK')
      throw error
    }
  }

  close(): void {
    this.#driver.close()
  }
}
