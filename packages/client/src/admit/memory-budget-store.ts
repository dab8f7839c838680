import type { BudgetAnswer, BudgetScope, BudgetStore } from './budget-store.js'

/** The money of one scope in one span. */
interface Sum {
  spent: number
  reserved: number
}

interface Reservation {
  readonly nanoUsd: number
  readonly sums: readonly Sum[]
}

/** Counts budgets in memory: for one client alone, and as long as it lives. */
export class MemoryBudgetStore implements BudgetStore {
  readonly #sums = new Map<string, Sum>()
  readonly #open = new Map<string, Reservation>()

  reserve(id: string, scopes: readonly BudgetScope[], nanoUsd: number): BudgetAnswer {
    if (this.#open.has(id)) return { granted: true }
    const keys = scopes.map(({ name, since }) => `${since} ${name}`)
    const sums = keys.map((key) => this.#sums.get(key) ?? { spent: 0, reserved: 0 })
    for (const [at, { name, limitNanoUsd }] of scopes.entries()) {
      const { spent, reserved } = sums[at] as Sum
      if (spent + reserved + nanoUsd > limitNanoUsd) {
        return { granted: false, scope: name, spentNanoUsd: spent, reservedNanoUsd: reserved }
      }
    }
    for (const [at, sum] of sums.entries()) {
      sum.reserved += nanoUsd
      this.#sums.set(keys[at] as string, sum)
    }
    this.#open.set(id, { nanoUsd, sums })
    return { granted: true }
  }

  settle(id: string, nanoUsd: number): void {
    const reservation = this.#open.get(id)
    if (reservation === undefined) return
    this.#open.delete(id)
    for (const sum of reservation.sums) {
      sum.reserved -= reservation.nanoUsd
      sum.spent += nanoUsd
    }
  }
}
