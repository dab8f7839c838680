import { describe, expect, test } from 'vitest'
import { answerOf, prepared, refusal } from '../../testing/quota-run.js'
import type { Job } from '../../testing/quota-run.js'
import { VirtualClock } from '../../testing/virtual-clock.js'
import { createError } from '../errors/create-error.js'
import { noteCharge } from '../cost/charge.js'
import type { PreparedInvocation, PricedAnswer } from '../invocation/index.js'
import { createAdmit } from './admit.js'
import { Budgets } from './budgets.js'
import { MemoryQuotaBook } from './memory-quota-book.js'
import type { QuotaLimits } from './quota-book.js'

const job: Job = { maxTokens: 1000, input: 100, output: 50 }
const nothing = () => undefined

/** The stage with a service that the test writes. */
function stageWith(
  serve: (invocation: PreparedInvocation, clock: VirtualClock) => Promise<PricedAnswer>,
  {
    limits = {},
    maxQueueMs = Infinity,
    hasRoutes = false,
  }: { limits?: QuotaLimits; maxQueueMs?: number; hasRoutes?: boolean } = {},
) {
  const clock = new VirtualClock()
  const book = new MemoryQuotaBook({ 'claude-sonnet-4-5': limits }, clock)
  const budgets = new Budgets({ clock, budget: undefined })
  let sent = 0
  const handler = createAdmit({ clock, book, budgets, maxQueueMs, hasRoutes })((invocation) => {
    sent += 1
    return serve(invocation, clock)
  })
  const call = (more: Partial<PreparedInvocation> = {}, of: Job = job) => handler(prepared(clock, of, more), nothing)
  return { clock, book, call, sent: () => sent }
}

const slow = async (_: PreparedInvocation, clock: VirtualClock) => {
  await clock.sleep(1000)
  return answerOf(job)
}

const refusedFor = (text: string, code: 'throttled' | 'daily_quota' = 'throttled', retryAfterMs?: number) => {
  const more = retryAfterMs === undefined ? {} : { retryAfterMs }
  const error = createError(code, text, { status: 429, serviceError: 'ThrottlingException', ...more })
  const tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  noteCharge(error, { tokens, cost: undefined, exact: true })
  return error
}

describe('a call', () => {
  test('that is refused waits and is sent again, and that is no attempt of retry', async () => {
    const { clock, call, sent } = stageWith(async () => {
      if (sent() < 4) throw refusal('tokens')
      return answerOf(job)
    })
    await expect(clock.run(call())).resolves.toMatchObject({ status: 200 })
    expect(sent()).toBe(4)
    expect(clock.monotonic()).toBeGreaterThan(3000)
  })

  test('that is refused goes up at once where nothing may wait', async () => {
    const { clock, call, sent } = stageWith(() => Promise.reject(refusal('tokens')), { maxQueueMs: 0 })
    await expect(clock.run(call())).rejects.toMatchObject({ code: 'throttled', serviceError: 'ThrottlingException' })
    expect(sent()).toBe(1)
  })

  test('that is refused goes up once where it may go another way', async () => {
    const { clock, call } = stageWith(() => Promise.reject(refusal('tokens')), { hasRoutes: true })
    await expect(clock.run(call())).rejects.toMatchObject({ serviceError: 'ThrottlingException' })
  })

  test('leaves the queue at once when its caller leaves, and lets the next one go', async () => {
    const { clock, call, sent, book } = stageWith(slow, { limits: { requestsPerMinute: 1 } })
    const leaving = new AbortController()
    const first = call()
    const second = call({ signal: leaving.signal })
    const third = call()
    clock.timer(5000, () => {
      leaving.abort()
    })
    const ended = second.catch((error: unknown) => ({ error, at: clock.monotonic() }))
    await clock.run(Promise.all([first, third]))
    expect(await ended).toMatchObject({ error: { code: 'aborted' }, at: 5000 })
    expect(sent()).toBe(2)
    expect(clock.monotonic()).toBeLessThan(62_000)
    expect(book.states()).toMatchObject([{ waiting: 0 }])
  })

  test('is told how long it would wait, where that is longer than it may', async () => {
    const { clock, call, sent } = stageWith(slow, { limits: { requestsPerMinute: 2 }, maxQueueMs: 20_000 })
    const calls = Promise.allSettled([call(), call(), call()])
    const [, , third] = await clock.run(calls)
    expect(third).toMatchObject({
      reason: {
        code: 'throttled',
        message: expect.stringMatching(/about 30 s .* maxQueueMs/) as string,
        retryAfterMs: 30_000,
      },
    })
    expect(sent()).toBe(2)
  })

  test('ends at its deadline while it waits', async () => {
    const { clock, call } = stageWith(slow, { limits: { requestsPerMinute: 1 } })
    const first = call()
    const limits = { ...prepared(clock, job).limits, deadlineAt: 10_000 }
    const second = call({ limits }).catch((error: unknown) => ({ error, at: clock.monotonic() }))
    await clock.run(Promise.all([first, second]))
    expect(await second).toMatchObject({ error: { code: 'deadline' }, at: 10_000 })
  })

  test('that never fits is refused before it is sent', async () => {
    const { clock, call, sent } = stageWith(slow, { limits: { tokensPerMinute: 500 } })
    await expect(clock.run(call())).rejects.toMatchObject({
      code: 'quota_exceeded',
      remedy: expect.stringContaining('max_tokens') as string,
    })
    expect(sent()).toBe(0)
  })
})

describe('a refusal', () => {
  test('puts the call back before those who came after it', async () => {
    const order: number[] = []
    let refuse = true
    const { clock, call } = stageWith(
      async ({ body }, at) => {
        await at.sleep(10)
        if (refuse) {
          refuse = false
          throw refusal('requests')
        }
        order.push(body.max_tokens)
        return answerOf(job)
      },
      { limits: { requestsPerMinute: 1 } },
    )
    await clock.run(Promise.all([1, 2, 3].map((maxTokens) => call({}, { ...job, maxTokens }))))
    expect(order).toEqual([1, 2, 3])
  })

  test('pauses all who wait, and they keep their places', async () => {
    const order: number[] = []
    const times: number[] = []
    let refuse = true
    const { clock, call } = stageWith(
      async ({ body }, at) => {
        await at.sleep(10)
        times.push(at.monotonic())
        if (refuse) {
          refuse = false
          throw refusedFor('Too many tokens, please wait before trying again.', 'throttled', 30_000)
        }
        order.push(body.max_tokens)
        return answerOf(job)
      },
      { limits: { requestsPerMinute: 600, tokensPerMinute: 100_000 } },
    )
    const first = call({}, { ...job, maxTokens: 1 })
    await clock.run(clock.sleep(20))
    const rest = [2, 3, 4].map((maxTokens) => call({}, { ...job, maxTokens }))
    await clock.run(Promise.all([first, ...rest]))
    expect(order).toEqual([1, 2, 3, 4])
    expect(times.filter((time) => time < 30_000)).toHaveLength(1)
  })

  test('without a time to wait pauses all who wait, until one call is through', async () => {
    const times: number[] = []
    const { clock, call } = stageWith(
      async (_, at) => {
        await at.sleep(10)
        times.push(at.monotonic())
        if (times.length < 4) throw refusal('tokens')
        return answerOf(job)
      },
      { limits: { requestsPerMinute: 600, tokensPerMinute: 100_000 } },
    )
    const first = call()
    await clock.run(clock.sleep(15))
    await clock.run(Promise.all([first, call(), call(), call()]))
    expect(times).toHaveLength(7)
    // One call at a time asks again, each after a longer wait than the one before.
    const waits = times.slice(1, 4).map((time, at) => time - (times[at] ?? 0))
    expect(waits).toEqual(waits.toSorted((one, other) => one - other))
    expect(Math.min(...waits)).toBeGreaterThan(30)
  })

  test('for the day is not hammered: all are refused at once until it is time to ask again', async () => {
    const { clock, call, sent } = stageWith(() =>
      Promise.reject(refusedFor('Too many tokens per day, please wait before trying again.', 'daily_quota')),
    )
    const refused = { code: 'daily_quota' }
    await expect(clock.run(call())).rejects.toMatchObject(refused)
    for (let minutes = 0; minutes < 50; minutes += 10) {
      await expect(clock.run(call())).rejects.toMatchObject({
        ...refused,
        remedy: expect.stringContaining('13:00 UTC') as string,
      })
      await clock.run(clock.sleep(600_000))
    }
    expect(sent()).toBe(1)
    await clock.run(clock.sleep(600_000))
    await expect(clock.run(call())).rejects.toMatchObject(refused)
    expect(sent()).toBe(2)
  })

  test('that never ends is reported in the end, with the way to find out', async () => {
    const { clock, call, sent } = stageWith(() => Promise.reject(refusal('tokens')))
    await expect(clock.run(call())).rejects.toMatchObject({
      code: 'throttled',
      remedy: expect.stringContaining('outcrop quota') as string,
    })
    expect(sent()).toBeLessThan(40)
  })
})

test('a known day that is used up refuses before anything is sent, and begins anew at midnight UTC', async () => {
  const { clock, call, sent } = stageWith(slow, { limits: { tokensPerDay: 1500 } })
  await clock.run(call())
  await clock.run(call())
  await expect(clock.run(call())).rejects.toMatchObject({ code: 'daily_quota' })
  expect(sent()).toBe(2)
  await clock.run(clock.sleep(12 * 3_600_000))
  await expect(clock.run(call())).resolves.toMatchObject({ status: 200 })
})

test('a call is settled once by what it used: cache reads are free, writes and burndown count', async () => {
  const { clock, call, book } = stageWith(
    async () => {
      const answer = answerOf(job)
      const tokens = { input: 100, output: 50, cacheRead: 9000, cacheWrite5m: 300, cacheWrite1h: 0 }
      return { ...answer, charge: { ...answer.charge, tokens } }
    },
    { limits: { tokensPerMinute: 100_000 } },
  )
  await clock.run(call())
  expect(book.states()).toMatchObject([{ tokensLeft: 100_000 - 100 - 300 - 5 * 50 }])
})

test('on bedrock-mantle output has no burndown, and for a model that is not known it is that of most', async () => {
  const { clock, call, book } = stageWith(() => Promise.resolve(answerOf(job)), {
    limits: { tokensPerMinute: 100_000 },
  })
  const { model } = prepared(clock, job)
  await clock.run(call({ model: { ...model, surface: 'mantle' } }))
  await clock.run(call({ model: { ...model, region: 'eu-west-1', entry: undefined } }))
  const used = book.states().map(({ surface, tokensLeft = 0 }) => [surface, 100_000 - tokensLeft])
  expect(used).toEqual([
    ['mantle', 100 + 50],
    ['runtime', 100 + 5 * 50],
  ])
})

test('a refused call gives back what it took once', async () => {
  let refuse = false
  const { clock, call, book } = stageWith(
    () => (refuse ? Promise.reject(refusal('requests')) : Promise.resolve(answerOf(job))),
    { limits: { tokensPerMinute: 100_000, requestsPerMinute: 100 }, maxQueueMs: 0 },
  )
  await clock.run(Promise.all(Array.from({ length: 20 }, () => call())))
  const [before] = book.states()
  refuse = true
  await expect(clock.run(call())).rejects.toMatchObject({ code: 'throttled' })
  expect(book.states()[0]?.tokensLeft).toBe(before?.tokensLeft)
})

test('an attempt that broke stays charged by what was reserved for it', async () => {
  const { clock, call, book } = stageWith(
    () => {
      const error = createError('network', 'gone')
      const tokens = { input: 120, output: 1000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
      noteCharge(error, { tokens, cost: undefined, exact: false })
      return Promise.reject(error)
    },
    { limits: { tokensPerMinute: 100_000 } },
  )
  await expect(clock.run(call())).rejects.toMatchObject({ code: 'network' })
  const [state] = book.states()
  expect(state?.tokensLeft).toBeLessThan(99_000)
  expect(state?.tokensLeft).toBeGreaterThan(98_500)
})

test('where no limit is known nothing waits and no state is made up', async () => {
  const { clock, call, book } = stageWith(slow)
  await clock.run(Promise.all(Array.from({ length: 200 }, () => call())))
  expect(clock.monotonic()).toBe(1000)
  expect(book.states()).toEqual([
    { model: 'claude-sonnet-4-5', region: 'us-east-1', geography: 'us', surface: 'runtime', waiting: 0, waitMs: 0 },
  ])
})
