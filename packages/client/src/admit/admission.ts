import type { Clock } from '../clock/index.js'
import type { TokenEstimates } from '../count/token-estimates.js'
import type { Handler, PreparedInvocation, PricedAnswer } from '../invocation/index.js'
import { createAdmit } from './admit.js'
import type { BudgetStore } from './budget-store.js'
import { Budgets } from './budgets.js'
import type { Budget } from './budgets.js'
import { MemoryQuotaBook } from './memory-quota-book.js'
import type { QuotaBook, QuotaLimits } from './quota-book.js'

/** What a client says of quota and money. */
export interface AdmissionSettings {
  readonly clock: Clock
  readonly quotas: Readonly<Record<string, QuotaLimits>>
  readonly maxQueueMs: number
  readonly hasRoutes: boolean
  readonly budget: Budget | undefined
  /** Where the budget is counted. Default: in memory. */
  readonly store: BudgetStore | undefined
  readonly estimates: TokenEstimates
}

/** The stage, and the book that it keeps. */
export function createAdmission({
  clock,
  quotas,
  maxQueueMs,
  hasRoutes,
  budget,
  store,
  estimates,
}: AdmissionSettings): {
  readonly admit: (next: Handler<PreparedInvocation, PricedAnswer>) => Handler<PreparedInvocation, PricedAnswer>
  readonly book: QuotaBook
} {
  const book = new MemoryQuotaBook(quotas, clock)
  const budgets = new Budgets({ clock, budget, store, estimates })
  return { admit: createAdmit({ clock, book, budgets, maxQueueMs, hasRoutes, estimates }), book }
}
