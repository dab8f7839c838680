import type { Budget } from './admit/budgets.js'
import type { QuotaLimits } from './admit/quota-book.js'
import type { ClientOptions } from './client-options.js'
import { createError } from './errors/create-error.js'

/** What the options say of quota and money, checked. */
export interface Admission {
  readonly quotas: Readonly<Record<string, QuotaLimits>>
  readonly maxQueueMs: number
  readonly budget: Budget | undefined
}

const spans = ['client', 'day', 'month'] as const

/** @throws RequestError `invalid_request` for a number that cannot be */
export function admissionOf({ quotas = {}, maxQueueMs = Infinity, budget }: ClientOptions): Admission {
  demand('maxQueueMs', maxQueueMs, { possible: maxQueueMs >= 0, what: 'a number of milliseconds of at least 0' })
  for (const [model, limits] of Object.entries(quotas)) {
    const { windowMs, ...others } = limits
    for (const [name, limit] of Object.entries(others)) {
      const possible = limit >= 0 && limit < Infinity
      demand(`quotas["${model}"].${name}`, limit, { possible, what: 'a number of at least 0' })
    }
    const possible = windowMs === undefined || (windowMs > 0 && windowMs < Infinity)
    demand(`quotas["${model}"].windowMs`, windowMs, { possible, what: 'a number of milliseconds above 0' })
  }
  if (budget !== undefined) {
    const { usd, per = 'client' } = budget
    demand('budget.usd', usd, { possible: usd >= 0 && usd < Infinity, what: 'a number of US dollars of at least 0' })
    demand('budget.per', per, { possible: spans.includes(per), what: `one of ${spans.join(', ')}` })
  }
  return { quotas, maxQueueMs, budget }
}

function demand(name: string, value: unknown, { possible, what }: { possible: boolean; what: string }): void {
  if (possible) return
  throw createError('invalid_request', `${name} is ${String(value)}, but has to be ${what}`, {
    remedy: `Correct ${name}, or leave it out.`,
  })
}
