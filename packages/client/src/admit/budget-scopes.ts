import type { BudgetScope } from './budget-store.js'
import type { Budget } from './budgets.js'

const nanoPerUsd = 1_000_000_000

/** Whose money it is. */
interface Counted {
  /** In milliseconds since 1970. */
  readonly now: number
  /** What is counted for the client alone. */
  readonly client: string
  /** Whether AWS is called by its own host: no emulator answers there. */
  readonly aws: boolean
}

/**
 * What an attempt's money is held in. A day and a month are counted twice, for what is billed and for what emulators
 * answer, so that neither uses the other up. Who answers at a host that is not AWS's shows only in the answer: until
 * then both hold the money. Emulated money is held to the same limit, so that a budget is kept where it is tried out.
 */
export function scopesOf({ usd, per = 'client' }: Budget, { now, client, aws }: Counted): readonly BudgetScope[] {
  const limitNanoUsd = Math.floor(usd * nanoPerUsd)
  if (per === 'client') return [{ name: client, since: 0, limitNanoUsd }]
  const begin = new Date(now)
  const since = Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth(), per === 'day' ? begin.getUTCDate() : 1)
  const names = aws ? [per] : [per, `emulated ${per}`]
  return names.map((name) => ({ name, since, limitNanoUsd }))
}
