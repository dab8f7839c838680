import type { LedgerEntry } from './account/ledger-entry.js'
import type { BudgetStore } from './admit/budget-store.js'

/**
 * Keeps entries. `record` is called when an attempt has ended, whatever its outcome; a promise that it returns is
 * awaited before the call returns, and a failure of it fails the call, so that nothing is spent unseen.
 */
export interface Ledger {
  record(entry: LedgerEntry): void | Promise<void>
  /** Counts budgets for everybody who uses the same ledger. Without it a client counts its own alone. */
  readonly budgets?: BudgetStore
}

/** The option `ledger` takes a ledger of `@outcrop/ledger`, or a function. */
export type LedgerOption = Ledger | ((entry: LedgerEntry) => void | Promise<void>)
