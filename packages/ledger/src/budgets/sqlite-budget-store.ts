import type { BudgetAnswer, BudgetScope, BudgetStore } from '@outcrop/client'
import type { LedgerClock } from '../clock/clock.js'
import type { Database } from '../sqlite/database.js'
import type { WhenFree } from '../sqlite/patience.js'
import type { Writing } from '../sqlite/write-batch.js'

/** Money that is held for an attempt whose end nobody has reported: it runs, or its process has died. */
export interface OpenReservation {
  readonly id: string
  readonly scope: string
  readonly since: number
  readonly nanoUsd: number
  /** In milliseconds since 1970. */
  readonly reservedAt: number
}

/** What the store works with. */
export interface BudgetStorePorts {
  readonly whenFree: WhenFree
  readonly writing: Writing
  readonly clock: LedgerClock
}

/**
 * Counts budgets in the ledger's file, for all processes of the machine. What a process that died had reserved stays
 * reserved, because its attempt may have been billed: it is never freed by itself, only settled.
 */
export class SqliteBudgetStore implements BudgetStore {
  readonly #database: Database
  readonly #whenFree: WhenFree
  readonly #writing: Writing
  readonly #clock: LedgerClock

  constructor(database: Database, { whenFree, writing, clock }: BudgetStorePorts) {
    this.#database = database
    this.#whenFree = whenFree
    this.#writing = writing
    this.#clock = clock
  }

  reserve(id: string, scopes: readonly BudgetScope[], nanoUsd: number): Promise<BudgetAnswer> {
    return this.#writing(() => this.#reserve(id, scopes, nanoUsd))
  }

  async settle(id: string, nanoUsd: number): Promise<void> {
    // The record of the attempt has settled it in most cases, and looking costs less than writing nothing.
    const held = await this.#whenFree(() => isHeld(this.#database, id))
    if (held) await this.#writing(() => settleReservation(this.#database, id, { nanoUsd, emulated: false }))
  }

  /** All that is reserved at the moment, the oldest first. */
  unsettled(): Promise<readonly OpenReservation[]> {
    const sql = 'SELECT id, scope, since, nano_usd, reserved_at FROM reservations ORDER BY reserved_at, id'
    return this.#whenFree(() =>
      this.#database
        .prepare(sql)
        .all()
        .map((row) => ({
          id: row['id'] as string,
          scope: row['scope'] as string,
          since: row['since'] as number,
          nanoUsd: row['nano_usd'] as number,
          reservedAt: row['reserved_at'] as number,
        })),
    )
  }

  #reserve(id: string, scopes: readonly BudgetScope[], nanoUsd: number): BudgetAnswer {
    const database = this.#database
    if (isHeld(database, id)) return { granted: true }
    for (const { name, since, limitNanoUsd } of scopes) {
      const [sum] = database
        .prepare('SELECT spent, reserved FROM budget_sums WHERE scope = ? AND since = ?')
        .all(name, since)
      const spentNanoUsd = (sum?.['spent'] ?? 0) as number
      const reservedNanoUsd = (sum?.['reserved'] ?? 0) as number
      if (spentNanoUsd + reservedNanoUsd + nanoUsd > limitNanoUsd) {
        return { granted: false, scope: name, spentNanoUsd, reservedNanoUsd }
      }
    }
    for (const { name, since } of scopes) {
      database
        .prepare('INSERT INTO reservations (id, scope, since, nano_usd, reserved_at) VALUES (?, ?, ?, ?, ?)')
        .run(id, name, since, nanoUsd, this.#clock.now())
      database
        .prepare(
          `INSERT INTO budget_sums (scope, since, spent, reserved) VALUES (?, ?, 0, ?)
           ON CONFLICT DO UPDATE SET reserved = reserved + excluded.reserved`,
        )
        .run(name, since, nanoUsd)
    }
    return { granted: true }
  }
}

function isHeld(database: Database, id: string): boolean {
  return database.prepare('SELECT 1 AS held FROM reservations WHERE id = ? LIMIT 1').some(id)
}

/** What came of an attempt. */
interface Settled {
  readonly nanoUsd: number
  readonly emulated: boolean
}

/**
 * Puts what was spent in the place of what was reserved, inside a transaction of the caller. What is billed and what is
 * emulated take nothing of each other's budget: each is counted in scopes of its own.
 */
export function settleReservation(database: Database, id: string, { nanoUsd, emulated }: Settled): void {
  // Most attempts hold nothing in the file.
  if (!isHeld(database, id)) return
  const held = database.prepare('SELECT scope, since, nano_usd FROM reservations WHERE id = ?').all(id)
  for (const { scope = null, since = null, nano_usd: reserved = null } of held) {
    database
      .prepare('UPDATE budget_sums SET spent = spent + ?, reserved = reserved - ? WHERE scope = ? AND since = ?')
      .run(emulated === isEmulatedScope(scope) ? nanoUsd : 0, reserved, scope, since)
  }
  database.prepare('DELETE FROM reservations WHERE id = ?').run(id)
}

function isEmulatedScope(scope: unknown): boolean {
  return typeof scope === 'string' && scope.startsWith('emulated ')
}
