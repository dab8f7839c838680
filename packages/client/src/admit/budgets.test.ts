import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerOf, prepared } from '../../testing/quota-run.js'
import { VirtualClock } from '../../testing/virtual-clock.js'
import { noteCharge } from '../cost/charge.js'
import type { Charge } from '../cost/charge.js'
import { costOf } from '../cost/cost.js'
import { mostTokens } from '../cost/most-tokens.js'
import { createError } from '../errors/create-error.js'
import type { PreparedInvocation } from '../invocation/index.js'
import { createAdmit } from './admit.js'
import { Budgets } from './budgets.js'
import type { Budget } from './budgets.js'
import { MemoryQuotaBook } from './memory-quota-book.js'

const nothing = () => undefined
const small = { maxTokens: 1000, input: 200, output: 100 }

/** What of the worst case an attempt really uses, and how it ends. */
interface Plan {
  readonly at: number
  readonly maxTokens: number
  readonly cached: boolean
  readonly part: number
  readonly ends: 'well' | 'broken' | 'aborted' | 'refused' | 'unsent' | 'again'
  readonly ms: number
  readonly maxCostUsd: number | undefined
}

function bodyOf({ body }: PreparedInvocation, cached: boolean): PreparedInvocation['body'] {
  if (!cached) return body
  return {
    ...body,
    system: [{ type: 'text', text: 'a prefix '.repeat(300), cache_control: { type: 'ephemeral', ttl: '1h' } }],
  }
}

function chargeFor(invocation: PreparedInvocation, part: number, exact: boolean): Charge {
  const most = mostTokens(invocation.body, invocation.model.entry)
  const share = (tokens: number) => Math.floor(tokens * part)
  const tokens = {
    input: share(most.input),
    output: share(most.output),
    cacheRead: 0,
    cacheWrite5m: share(most.cacheWrite5m),
    cacheWrite1h: share(most.cacheWrite1h),
  }
  const cost = costOf({ tokens, prices: invocation.model.entry?.prices, kind: invocation.model.priceKind })
  return { tokens, cost, exact }
}

function failed(charge: Charge | undefined, code: 'network' | 'aborted' | 'unavailable'): Error {
  const error = createError(code, 'x', code === 'unavailable' ? { serviceError: 'ServiceUnavailableException' } : {})
  if (charge !== undefined) noteCharge(error, charge)
  return error
}

const plans = fc.array(
  fc.record<Plan>({
    at: fc.nat(3000),
    maxTokens: fc.integer({ min: 1, max: 8192 }),
    cached: fc.boolean(),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    ends: fc.constantFrom('well', 'well', 'broken', 'aborted', 'refused', 'unsent', 'again'),
    ms: fc.nat(2000),
    maxCostUsd: fc.option(fc.double({ min: 0, max: 0.3, noNaN: true }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 12 },
)

/** Runs the plans at once; gives what each call spent, and all of them. */
async function spend(schedule: readonly Plan[], usd: number) {
  const clock = new VirtualClock()
  const budgets = new Budgets({ clock, budget: { usd } })
  const spentBy = new Map<string, number>()
  let held = 0
  let most = 0
  const planOf = new Map<string, Plan>()
  const tried = new Map<string, number>()
  const handler = createAdmit({
    clock,
    book: new MemoryQuotaBook({}, clock),
    budgets,
    maxQueueMs: Infinity,
    hasRoutes: false,
  })(async (invocation) => {
    const { id } = invocation.call
    const plan = planOf.get(id)!
    const attempt = (tried.get(id) ?? 0) + 1
    tried.set(id, attempt)
    const worst = chargeFor(invocation, 1, false).cost!.nanoUsd
    held += worst
    most = Math.max(most, held + total(spentBy))
    await clock.sleep(plan.ms)
    held -= worst
    const charge = chargeFor(invocation, plan.part, true)
    const pay = (amount: number) => spentBy.set(id, (spentBy.get(id) ?? 0) + amount)
    if (plan.ends === 'unsent') throw failed(undefined, 'network')
    if (plan.ends === 'refused') throw failed(chargeFor(invocation, 0, true), 'unavailable')
    if (plan.ends === 'broken' || plan.ends === 'aborted') {
      pay(worst)
      throw failed(chargeFor(invocation, 1, false), plan.ends === 'broken' ? 'network' : 'aborted')
    }
    pay(charge.cost!.nanoUsd)
    if (plan.ends === 'again' && attempt < 3) throw failed(charge, 'network')
    return { ...answerOf(small), charge }
  })
  const call = async (plan: Plan) => {
    await clock.sleep(plan.at)
    const base = prepared(clock, { maxTokens: plan.maxTokens, input: 50, output: 1 }, { maxCostUsd: plan.maxCostUsd })
    const invocation = { ...base, body: bodyOf(base, plan.cached) }
    planOf.set(invocation.call.id, plan)
    // A retry is another attempt of the same call.
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const error = await handler(invocation, nothing).then(
        () => undefined,
        (reason: { code: string }) => reason,
      )
      if (error === undefined || plan.ends !== 'again' || error.code === 'budget_exceeded') break
    }
    return { limit: plan.maxCostUsd, spent: spentBy.get(invocation.call.id) ?? 0 }
  }
  const calls = await clock.run(Promise.all(schedule.map(call)))
  return { calls, most, spent: total(spentBy) }
}

function total(spentBy: ReadonlyMap<string, number>): number {
  return [...spentBy.values()].reduce((sum, each) => sum + each, 0)
}

test('10,000 random schedules of calls, aborts, retries and cache writes pass no budget by a nano-dollar', async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.double({ min: 0.01, max: 0.5, noNaN: true }), async (schedule, usd) => {
      const { calls, most, spent } = await spend(schedule, usd)
      expect(most).toBeLessThanOrEqual(usd * 1e9)
      expect(spent).toBeLessThanOrEqual(usd * 1e9)
      const over = calls.filter(({ limit, spent: own }) => limit !== undefined && own > limit * 1e9)
      expect(over).toEqual([])
    }),
    { numRuns: 10_000 },
  )
}, 120_000)

/** The stage with a budget, and a service that always answers the same. */
function withBudget(budget: Budget | undefined) {
  const clock = new VirtualClock()
  const budgets = new Budgets({ clock, budget })
  let sent = 0
  const handler = createAdmit({
    clock,
    book: new MemoryQuotaBook({}, clock),
    budgets,
    maxQueueMs: Infinity,
    hasRoutes: false,
  })((invocation) => {
    sent += 1
    return Promise.resolve({ ...answerOf(small), charge: chargeFor(invocation, 0.5, true) })
  })
  const call = (more: Partial<PreparedInvocation> = {}) => handler(prepared(clock, small, more), nothing)
  return { clock, call, sent: () => sent }
}

describe('a budget', () => {
  test('refuses before anything is sent, and says what is left', async () => {
    const { call, sent } = withBudget({ usd: 0.001 })
    await expect(call()).rejects.toMatchObject({
      code: 'budget_exceeded',
      message: expect.stringContaining('the budget is $0.001') as string,
    })
    expect(sent()).toBe(0)
  })

  test('of a call holds for that call alone', async () => {
    const { call, sent } = withBudget(undefined)
    await expect(call({ maxCostUsd: 0.001 })).rejects.toMatchObject({
      code: 'budget_exceeded',
      remedy: expect.stringContaining('--max-cost') as string,
    })
    await call({ maxCostUsd: 0.05 })
    await call({ maxCostUsd: 0.05 })
    expect(sent()).toBe(2)
  })

  test.each([
    ['day', 13 * 3_600_000],
    ['month', 10 * 86_400_000],
  ] as const)('of a %s begins anew with it', async (per, later) => {
    const { clock, call } = withBudget({ usd: 0.03, per })
    await call()
    await call()
    await expect(call()).rejects.toMatchObject({ code: 'budget_exceeded' })
    await clock.run(clock.sleep(later))
    await expect(call()).resolves.toMatchObject({ status: 200 })
  })

  test('cannot be kept where the price is not known, and says so', async () => {
    const { clock, call, sent } = withBudget({ usd: 100 })
    const { model } = prepared(clock, small)
    await expect(call({ model: { ...model, priceKind: undefined } })).rejects.toMatchObject({
      code: 'budget_exceeded',
      message: expect.stringContaining('price') as string,
    })
    expect(sent()).toBe(0)
  })
})
