import type { Ledger, LedgerEntry } from '@outcrop/client'
import { processEnvironment } from '@outcrop/client/settings'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { SqliteBudgetStore, settleReservation } from './budgets/sqlite-budget-store.js'
import { systemClock } from './clock/clock.js'
import type { LedgerClock } from './clock/clock.js'
import { entryColumns, entryOf, valuesOf } from './entries/entry-row.js'
import { RunHistory } from './runs/run-history.js'
import { conditionOf } from './entries/selection.js'
import type { Selection } from './entries/selection.js'
import type { Database } from './sqlite/database.js'
import { openDatabase } from './sqlite/open-database.js'
import { createPatience } from './sqlite/patience.js'
import { createWalFile } from './sqlite/wal-file.js'
import type { WalFile } from './sqlite/wal-file.js'
import type { WhenFree } from './sqlite/patience.js'
import { createWriteQueue } from './sqlite/write-batch.js'
import type { WriteQueue } from './sqlite/write-batch.js'
import { usageOf } from './usage/usage.js'
import type { Usage, UsageQuestion } from './usage/usage.js'

/** Where the ledger is. */
export interface LedgerOptions {
  /** The file. Default: `ledger.db` in `home`. */
  readonly path?: string
  /** Folder of the file. Default: OUTCROP_HOME, else `.outcrop` in the user's own. */
  readonly home?: string
  /** Time, for tests. Default: that of the machine. */
  readonly clock?: LedgerClock
}

/** Which entries to list. */
export interface EntriesQuestion extends Selection {
  /** At most so many. Default: 100. */
  readonly limit?: number
}

const insert = `INSERT INTO entries (${entryColumns.join(', ')}) VALUES (${entryColumns.map(() => '?').join(', ')})
  ON CONFLICT (id) DO NOTHING`

/**
 * A ledger in a SQLite file that any number of processes may use at once. Everything that fails does so with a
 * `LedgerFileError`; a file that another process holds is waited for, at most ten seconds.
 */
export class SqliteLedger implements Ledger {
  readonly path: string
  /** Counts budgets for all processes that use the file. */
  readonly budgets: SqliteBudgetStore
  /** The history of tasks. */
  readonly runs: RunHistory
  readonly #database: Database
  readonly #whenFree: WhenFree
  readonly #writes: WriteQueue
  readonly #wal: WalFile

  constructor(path: string, database: Database, { whenFree, clock }: { whenFree: WhenFree; clock: LedgerClock }) {
    this.path = path
    this.#wal = createWalFile(path)
    this.#writes = createWriteQueue({ database, wal: this.#wal, whenFree })
    this.budgets = new SqliteBudgetStore(database, { whenFree, writing: this.#writes.write, clock })
    this.runs = new RunHistory(database, { whenFree, writing: this.#writes.write })
    this.#database = database
    this.#whenFree = whenFree
  }

  /**
   * Keeps an entry: on the disk when the promise resolves. An entry that is there already is left as it is. What was
   * reserved for the attempt is settled in the same step, so that no end of the process can fall between the two.
   */
  record(entry: LedgerEntry): Promise<void> {
    return this.#writes.write(() => {
      this.#database.prepare(insert).run(...valuesOf(entry))
      if (entry.nanoUsd !== undefined) {
        const { id, nanoUsd, emulated } = entry
        settleReservation(this.#database, id, { nanoUsd, emulated })
      }
    })
  }

  /** Sums entries up, in all and by one dimension. */
  usage(question: UsageQuestion = {}): Promise<Usage> {
    return this.#whenFree(() => usageOf(this.#database, question))
  }

  /** Entries as they were recorded, the latest first. */
  entries({ limit = 100, ...selection }: EntriesQuestion = {}): Promise<readonly LedgerEntry[]> {
    const { sql, values } = conditionOf(selection)
    const statement = `SELECT * FROM entries WHERE ${sql} ORDER BY started_at DESC, id DESC LIMIT ?`
    return this.#whenFree(() =>
      this.#database
        .prepare(statement)
        .all(...values, limit)
        .map(entryOf),
    )
  }

  async close(): Promise<void> {
    await this.#writes.drained()
    await this.#wal.close()
    await this.#whenFree(() => {
      this.#database.close()
    })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/**
 * Opens the ledger; makes its folder and its file, for the user alone, if they are not there.
 *
 * @throws LedgerFileError if the file cannot be used
 * @example
 * await using ledger = await openLedger()
 * const client = createClient({ ledger })
 */
export async function openLedger({ path, home, clock = systemClock }: LedgerOptions = {}): Promise<SqliteLedger> {
  const file = resolve(path ?? join(home ?? defaultHome(), 'ledger.db'))
  const whenFree = createPatience(file, clock)
  const database = await whenFree(() => openDatabase(file))
  return new SqliteLedger(file, database, { whenFree, clock })
}

function defaultHome(): string {
  const { OUTCROP_HOME: home = '' } = processEnvironment()
  return home === '' ? join(homedir(), '.outcrop') : home
}
