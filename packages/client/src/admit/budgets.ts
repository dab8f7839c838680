import type { Charge } from '../cost/charge.js'
import { costOf } from '../cost/cost.js'
import { mostTokens } from '../cost/most-tokens.js'
import type { Clock } from '../clock/index.js'
import { TokenEstimates } from '../count/token-estimates.js'
import { createError } from '../errors/create-error.js'
import { isAwsHost } from '../invocation/index.js'
import type { CallIdentity, PreparedInvocation } from '../invocation/index.js'
import { scopesOf } from './budget-scopes.js'
import type { BudgetAnswer, BudgetScope, BudgetStore } from './budget-store.js'
import { MemoryBudgetStore } from './memory-budget-store.js'

/** A limit on what a client may spend. */
export interface Budget {
  /** US dollars. */
  readonly usd: number
  /**
   * Over what: all that this client ever spends, or each day or month, from midnight UTC.
   *
   * @default 'client'
   */
  readonly per?: 'client' | 'day' | 'month'
}

/** What an attempt was billed; undefined if nothing was sent, `unknown` where all that was held has to count. */
export type Spent = Charge | 'unknown' | undefined

/** Money that is held for an attempt. */
export interface HeldMoney {
  /** Puts what was spent in its place. Once. */
  settle(spent: Spent): Promise<void>
}

const nanoPerUsd = 1_000_000_000

/** What budgets need. */
export interface BudgetPorts {
  readonly clock: Clock
  readonly budget: Budget | undefined
  /** Default: in memory. */
  readonly store?: BudgetStore | undefined
  /** Default: estimates that no reply corrects. */
  readonly estimates?: TokenEstimates
}

/** Reserves money for attempts, of the client's budget and of the call's own limit. */
export class Budgets {
  readonly #clock: Clock
  readonly #budget: Budget | undefined
  readonly #store: BudgetStore
  readonly #name: string
  readonly #estimates: TokenEstimates
  /** A call's own limit is nobody else's business. */
  readonly #calls = new WeakMap<CallIdentity, MemoryBudgetStore>()
  /** Which of the origins that are called are AWS's: one for each route. */
  readonly #aws = new Map<string, boolean>()

  constructor({ clock, budget, store = new MemoryBudgetStore(), estimates = new TokenEstimates() }: BudgetPorts) {
    this.#clock = clock
    this.#budget = budget
    // What one client spends is nobody else's business and ends with it, so that no file need know of it.
    this.#store = (budget?.per ?? 'client') === 'client' ? new MemoryBudgetStore() : store
    this.#estimates = estimates
    this.#name = `client:${clock.now().toString(36)}-${clock.random().toString(36).slice(2)}`
  }

  /**
   * Holds the most that an attempt may cost; undefined if nothing limits it.
   *
   * @throws BudgetError `budget_exceeded`: nothing is held then, and nothing was sent
   */
  reserve(id: string, invocation: PreparedInvocation): HeldMoney | undefined | Promise<HeldMoney> {
    if (this.#budget === undefined && invocation.maxCostUsd === undefined) return undefined
    return this.#reserve(id, invocation)
  }

  async #reserve(id: string, invocation: PreparedInvocation): Promise<HeldMoney> {
    const nanoUsd = worstCost(invocation, this.#estimates)
    const own = this.#storeOf(invocation)
    const { maxCostUsd } = invocation
    if (own !== undefined && maxCostUsd !== undefined) {
      const limit = { name: 'call', since: 0, limitNanoUsd: Math.floor(maxCostUsd * nanoPerUsd) }
      demand(own.reserve(id, [limit], nanoUsd), { invocation, nanoUsd, limit, retryAfterMs: undefined })
    }
    const scopes = this.#scopes(invocation)
    const [scope] = scopes
    if (scope !== undefined) {
      try {
        const retryAfterMs = this.#untilNext()
        demand(await this.#store.reserve(id, scopes, nanoUsd), { invocation, nanoUsd, limit: scope, retryAfterMs })
      } catch (error) {
        own?.settle(id, 0)
        throw error
      }
    }
    return {
      settle: async (spent) => {
        const counted = spent === undefined ? 0 : spent === 'unknown' ? nanoUsd : (spent.cost?.nanoUsd ?? nanoUsd)
        own?.settle(id, counted)
        if (scope !== undefined) await this.#store.settle(id, counted)
      },
    }
  }

  #storeOf({ call, maxCostUsd }: PreparedInvocation): MemoryBudgetStore | undefined {
    if (maxCostUsd === undefined) return undefined
    let store = this.#calls.get(call)
    if (store === undefined) {
      store = new MemoryBudgetStore()
      this.#calls.set(call, store)
    }
    return store
  }

  #scopes({ target }: PreparedInvocation): readonly BudgetScope[] {
    if (this.#budget === undefined) return []
    const { origin } = target.place
    const aws = this.#aws.get(origin) ?? isAwsHost(new URL(origin).hostname)
    this.#aws.set(origin, aws)
    return scopesOf(this.#budget, { now: this.#clock.now(), client: this.#name, aws })
  }

  /** How long until the budget begins anew, in milliseconds; undefined for one that never does. */
  #untilNext(): number | undefined {
    const { per = 'client' } = this.#budget ?? {}
    const now = this.#clock.now()
    return per === 'client' ? undefined : nextSpan(new Date(now), per) - now
  }
}

/** When the day or the month after a moment begins, in UTC. */
function nextSpan(now: Date, per: 'day' | 'month'): number {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
  return per === 'day' ? Date.UTC(year, month, now.getUTCDate() + 1) : Date.UTC(year, month + 1, 1)
}

/** The most that an attempt may cost. @throws BudgetError where the price is not known */
function worstCost({ body, model, request }: PreparedInvocation, estimates: TokenEstimates): number {
  const tier = request.headers['x-amzn-bedrock-service-tier']
  const cost = costOf({
    tokens: mostTokens(body, model.entry, estimates),
    prices: model.entry?.prices,
    kind: model.priceKind,
    tier,
  })
  if (cost !== undefined) return cost.nanoUsd
  const what = tier === undefined ? model.displayName : `${model.displayName} in the tier ${tier}`
  throw createError('budget_exceeded', `The price of ${what} is not known, so no budget can be kept with it`, {
    region: model.region,
    model: model.key ?? model.calledId,
    remedy: 'Give its price in the file that OUTCROP_MODELS names, use a model with a known price, or set no budget.',
  })
}

interface Asked {
  readonly invocation: PreparedInvocation
  readonly nanoUsd: number
  readonly limit: BudgetScope
  readonly retryAfterMs: number | undefined
}

function dollars(nano: number): string {
  return `$${(nano / nanoPerUsd).toFixed(6).replace(/0{1,4}$/, '')}`
}

/** @throws BudgetError unless it was granted */
function demand(answer: BudgetAnswer, { invocation, nanoUsd, limit, retryAfterMs }: Asked): void {
  if (answer.granted) return
  const { model, body } = invocation
  const { spentNanoUsd, reservedNanoUsd, scope } = answer
  const whose = limit.name === 'call' ? 'maxCostUsd of the call' : 'the budget'
  const spent = scope.startsWith('emulated ') ? 'spent on emulated answers' : 'spent'
  throw createError(
    'budget_exceeded',
    `The call may cost up to ${dollars(nanoUsd)}, and ${whose} is ${dollars(limit.limitNanoUsd)}, of which ${dollars(spentNanoUsd)} is ${spent} and ${dollars(reservedNanoUsd)} held for calls under way`,
    {
      region: model.region,
      model: model.key ?? model.calledId,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      remedy: `Raise ${limit.name === 'call' ? 'maxCostUsd (--max-cost)' : 'the budget'}, or ask for fewer max_tokens than ${body.max_tokens}.`,
    },
  )
}
