/** A limit on money over a span of time. */
export interface BudgetScope {
  /**
   * What the money is counted for, such as `client:4f…` or `day`; one name, one sum in one span. A name that begins with
   * `emulated ` counts what emulators answered, any other what was billed; who tells what came of an attempt says which.
   */
  readonly name: string
  /** When the span began, in milliseconds since 1970: a reservation counts towards the span in which it was made. */
  readonly since: number
  /** Billionths of a US dollar. */
  readonly limitNanoUsd: number
}

/** What came of asking for money. */
export type BudgetAnswer =
  | { readonly granted: true }
  | {
      readonly granted: false
      /** Name of the first scope that has not enough left; the sums are its. */
      readonly scope: string
      readonly spentNanoUsd: number
      readonly reservedNanoUsd: number
    }

/**
 * Where budgets are counted. One implementation keeps them in memory for a client alone, the ledger's keeps them in a
 * file for all processes of a machine; both pass the same conformance tests. Every step is atomic.
 */
export interface BudgetStore {
  /**
   * Reserves the upper bound of an attempt's cost in every scope, or in none of them: what was spent, what is reserved
   * and this together may reach a limit and not pass it. `id` is the attempt's; asking again with it changes nothing.
   */
  reserve(id: string, scopes: readonly BudgetScope[], nanoUsd: number): BudgetAnswer | Promise<BudgetAnswer>
  /**
   * Puts what was really spent in the place of the reservation. Once for each id; repeating it changes nothing, and an
   * id that nothing is reserved for is ignored.
   */
  settle(id: string, nanoUsd: number): void | Promise<void>
}
