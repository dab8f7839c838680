/*
 * The book of quotas beside a model of the rule that shares no code and no idea with it. The book keeps a level and moves
 * it on; the model keeps nothing but the list of what happened, and answers each question from the whole list:
 *
 * - bucket: with X(t) = all that was taken less all that was given back until t, less what t has filled, the bucket lacks
 *   X(t) less the least X ever (a bucket is full exactly when X has never been lower), in integers;
 * - window: what was taken in the window of t, less what was given back in it of what was taken in it.
 */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ModelQuota } from './model-quota.js'
import { type Exceeded, QuotaBook } from './quota-book.js'
import type { Reservation } from './reservation.js'

/** Something that happened to a limit. */
interface Line {
  readonly at: bigint
  /** Above 0 taken, below 0 given back. */
  readonly amount: bigint
  /** When that which is given back was taken. */
  readonly of?: bigint
}

interface Rule {
  readonly limit: bigint
  readonly period: bigint
  readonly window: boolean
}

function leftAt(
  history: readonly Line[],
  { limit, period, window }: Rule,
  at: bigint,
): { parts: bigint; each: bigint } {
  if (window) {
    const same = (one: bigint, other: bigint) => one / period === other / period
    const counted = history.filter((line) => same(line.at, at) && (line.of === undefined || same(line.of, line.at)))
    return { parts: limit - counted.reduce((sum, { amount }) => sum + amount, 0n), each: 1n }
  }
  // In parts of a token, `period` of which make one; each millisecond fills `limit` of them.
  const filled = (time: bigint) => time * limit
  const start = history[0]?.at ?? at
  let taken = 0n
  let least = -filled(start)
  for (const line of history) {
    const before = taken - filled(line.at)
    taken += line.amount * period
    const after = taken - filled(line.at)
    for (const x of [before, after]) if (x < least) least = x
  }
  const now = taken - filled(at)
  return { parts: limit * period - (now - (now < least ? now : least)), each: period }
}

/** One call as the model remembers it. */
interface ModelCall {
  readonly takenAt: bigint
  readonly lines: Line[][]
  readonly input: number
  readonly write: number
  readonly burndown: number
  held: bigint
  charged?: bigint
}

interface Asked {
  readonly input: number
  readonly write: number
  readonly maxTokens: number
  readonly burndown: number
}

/** The limits of one model in one region, told by their history. */
class ModelOfPlace {
  readonly #rules: { name: Exceeded; rule: Rule; history: Line[] }[]

  constructor({ requestsPerMinute, tokensPerMinute, tokensPerDay, refill }: ModelQuota) {
    const named = [
      ['requests', requestsPerMinute, 60_000n],
      ['tokens', tokensPerMinute, 60_000n],
      ['tokens per day', tokensPerDay, 86_400_000n],
    ] as const
    this.#rules = named.flatMap(([name, limit, period]) =>
      limit === undefined
        ? []
        : [{ name, rule: { limit: BigInt(limit), period, window: refill === 'window' }, history: [] }],
    )
  }

  admit({ input, write, maxTokens, burndown }: Asked, at: bigint): ModelCall | Exceeded {
    const reserved = BigInt(input + write + maxTokens)
    for (const { name, rule, history } of this.#rules) {
      const { parts, each } = leftAt(history, rule, at)
      if (parts < (name === 'requests' ? 1n : reserved) * each) return name
    }
    const lines: Line[][] = []
    for (const { name, history } of this.#rules) {
      history.push({ at, amount: name === 'requests' ? 1n : reserved })
      if (name !== 'requests') lines.push(history)
    }
    return { takenAt: at, lines, input, write, burndown, held: reserved }
  }
}

function generate(call: ModelCall, output: number, at: bigint): void {
  if (call.charged !== undefined) return
  const cost = BigInt(call.input + call.write + call.burndown * output)
  if (cost > call.held) takeExcess(call, cost, at)
}

function settle(call: ModelCall, input: number, output: number, at: bigint): bigint {
  if (call.charged !== undefined) return call.charged
  const cost = BigInt(input + call.write + call.burndown * output)
  if (cost > call.held) takeExcess(call, cost, at)
  else if (cost < call.held)
    for (const history of call.lines) history.push({ at, amount: cost - call.held, of: call.takenAt })
  call.charged = cost
  return cost
}

function takeExcess(call: ModelCall, cost: bigint, at: bigint): void {
  for (const history of call.lines) history.push({ at, amount: cost - call.held })
  call.held = cost
}

type Step = { readonly waitMs: number } & (
  | ({ readonly kind: 'call'; readonly place: number } & Asked)
  | { readonly kind: 'generate'; readonly call: number; readonly part: number }
  | { readonly kind: 'settle'; readonly call: number; readonly part: number; readonly dictated: number | undefined }
)

const burndown = fc.constantFrom(1, 5, 10, 15)
const wait = (timeScale: number) =>
  fc.oneof(
    fc.constantFrom(0, 0, 0, 1, 2),
    fc.constantFrom(59_999, 60_000, 60_001, 86_400_000).map((ms) => Math.ceil(ms / timeScale)),
    fc.integer({ min: 0, max: Math.ceil(20_000 / timeScale) }),
    fc.integer({ min: 0, max: Math.ceil(90_000 / timeScale) }),
  )
const part = fc.integer({ min: 0, max: 120 })
const asked = {
  input: fc.integer({ min: 0, max: 200 }),
  write: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100 })),
  maxTokens: fc.integer({ min: 1, max: 300 }),
  burndown,
}
const stepOf = (timeScale: number): fc.Arbitrary<Step> => {
  const waitMs = wait(timeScale)
  const index = fc.nat({ max: 1_000 })
  const dictated = fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined, freq: 8 })
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ waitMs, kind: fc.constant('call' as const), place: fc.nat({ max: 3 }), ...asked }),
    },
    { weight: 1, arbitrary: fc.record({ waitMs, kind: fc.constant('generate' as const), call: index, part }) },
    { weight: 3, arbitrary: fc.record({ waitMs, kind: fc.constant('settle' as const), call: index, part, dictated }) },
  )
}

const limit = (least: number, most: number) =>
  fc.option(fc.integer({ min: least, max: most }), { freq: 5, nil: undefined })
const quotaOf = (refill: 'bucket' | 'window'): fc.Arbitrary<ModelQuota> =>
  fc
    .record({ requests: limit(0, 12), tokens: limit(0, 3_000), day: limit(0, 20_000) })
    .map(({ requests, tokens, day }) => ({
      ...(requests !== undefined && { requestsPerMinute: requests }),
      ...(tokens !== undefined && { tokensPerMinute: tokens }),
      ...(day !== undefined && { tokensPerDay: day }),
      refill,
    }))

const places = [
  { model: 'claude-sonnet-4-5', region: 'us-east-1', service: 'runtime' },
  { model: 'claude-sonnet-4-5', region: 'eu-west-1', service: 'runtime' },
  { model: 'claude-opus-4-8', region: 'us-east-1', service: 'runtime' },
  { model: 'claude-sonnet-4-5', region: 'us-east-1', service: 'mantle' },
] as const

const schedule = (refill: 'bucket' | 'window') =>
  fc.constantFrom(1, 1, 7, 60, 600).chain((timeScale) =>
    fc.record({
      timeScale: fc.constant(timeScale),
      // Within a day from a moment that is no round number: windows begin anywhere in the schedule.
      startMs: fc.integer({ min: 1_795_000_000_000, max: 1_795_086_400_000 }),
      sonnet: quotaOf(refill),
      opus: quotaOf(refill),
      steps: fc.array(stepOf(timeScale), { minLength: 5, maxLength: 60 }),
    }),
  )

type Schedule = typeof schedule extends (refill: 'bucket') => fc.Arbitrary<infer Made> ? Made : never

interface Pair {
  readonly reservation: Reservation
  readonly model: ModelCall
  readonly maxTokens: number
}

/** What each of the two decided, in order: admitted or why not, and what calls were charged. */
interface Transcripts {
  readonly book: string[]
  readonly model: string[]
}

function runBoth({ timeScale, startMs, sonnet, opus, steps }: Schedule): Transcripts {
  let nowMs = startMs
  const book = new QuotaBook(
    { quotas: { 'claude-sonnet-4-5': sonnet, 'claude-opus-4-8': opus }, timeScale },
    () => nowMs,
  )
  const models = [sonnet, sonnet, opus, sonnet].map((quota) => new ModelOfPlace(quota))
  const calls: Pair[] = []
  const said: Transcripts = { book: [], model: [] }
  for (const step of steps) {
    nowMs += step.waitMs
    const at = BigInt(nowMs) * BigInt(timeScale)
    if (step.kind === 'call') {
      const { input, write, maxTokens, burndown } = step
      const demand = { inputTokens: input, cacheWriteTokens: write, maxTokens, burndown }
      const found = book.admit(places.at(step.place)!, demand)
      const expected = models.at(step.place)!.admit(step, at)
      said.book.push(found.admitted ? 'admitted' : found.exceeded)
      said.model.push(typeof expected === 'string' ? expected : 'admitted')
      if (found.admitted && typeof expected !== 'string')
        calls.push({ reservation: found.reservation, model: expected, maxTokens })
      continue
    }
    const pair = calls[step.call % Math.max(1, calls.length)]
    if (!pair) continue
    const { reservation, model, maxTokens } = pair
    const outputTokens = Math.floor((maxTokens * step.part) / 100)
    if (step.kind === 'generate') {
      reservation.generated(outputTokens)
      generate(model, outputTokens, at)
    } else {
      const inputTokens = step.dictated ?? model.input
      said.book.push(`charged ${reservation.settle({ inputTokens, cacheWriteTokens: model.write, outputTokens })}`)
      said.model.push(`charged ${settle(model, inputTokens, outputTokens, at)}`)
    }
  }
  return said
}

describe('over 1,000 random schedules the book admits, refuses and charges exactly as the rule says', () => {
  test.each(['bucket', 'window'] as const)('%s', (refill) => {
    const seen: Record<string, number> = {}
    fc.assert(
      fc.property(schedule(refill), (one) => {
        const { book, model } = runBoth(one)
        for (const said of model.map((line) => line.replace(/ \d+$/, ''))) seen[said] = (seen[said] ?? 0) + 1
        expect(book).toEqual(model)
      }),
      { numRuns: 1_000 },
    )
    // The schedules have to reach every outcome, or the agreement above says little.
    for (const outcome of ['admitted', 'requests', 'tokens', 'tokens per day', 'charged'])
      expect(seen[outcome], `${outcome} in ${JSON.stringify(seen)}`).toBeGreaterThan(100)
  })
})

const used = (outputTokens: number) => ({ inputTokens: 100, cacheWriteTokens: 50, outputTokens })

describe('the rule in numbers', () => {
  const [place] = places
  const start = Date.UTC(2026, 10, 22, 12, 0, 0)
  let now = start
  const bookOf = (quota: ModelQuota, timeScale = 1) => {
    now = start
    return new QuotaBook({ quotas: { [place.model]: quota }, timeScale }, () => now)
  }
  const demand = { inputTokens: 100, cacheWriteTokens: 50, maxTokens: 850, burndown: 5 }
  const admit = (book: QuotaBook, more: Partial<typeof demand> = {}) => book.admit(place, { ...demand, ...more })
  const admitted = (book: QuotaBook, more: Partial<typeof demand> = {}) => {
    const admission = admit(book, more)
    if (!admission.admitted) throw new Error(`refused for ${admission.exceeded}`)
    return admission.reservation
  }

  test('admission holds input + cache write + max_tokens, without burndown', () => {
    const book = bookOf({ tokensPerMinute: 1_000 })
    admitted(book)
    expect(admit(book, { inputTokens: 0, cacheWriteTokens: 0, maxTokens: 1 })).toMatchObject({ exceeded: 'tokens' })
  })

  test('what fits to the last token is let through', () => {
    const book = bookOf({ tokensPerMinute: 1_000 })
    admitted(book, { maxTokens: 849 })
    expect(admit(book, { inputTokens: 0, cacheWriteTokens: 0, maxTokens: 1 }).admitted).toBe(true)
  })

  test('settlement charges input + cache write + burndown × output, and gives back the rest', () => {
    const book = bookOf({ tokensPerMinute: 1_000, refill: 'window' })
    expect(admitted(book).settle(used(20))).toBe(100 + 50 + 5 * 20)
    expect(admit(book, { inputTokens: 0, cacheWriteTokens: 0, maxTokens: 751 }).admitted).toBe(false)
    expect(admit(book, { inputTokens: 0, cacheWriteTokens: 0, maxTokens: 750 }).admitted).toBe(true)
  })

  test('burndown may cost more than was held: the bucket owes it and stays shut until it is filled up', () => {
    const book = bookOf({ tokensPerMinute: 1_000 })
    expect(admitted(book).settle(used(850))).toBe(4_400)
    const least = { inputTokens: 0, cacheWriteTokens: 0, maxTokens: 1 }
    // 3,400 below the bottom at 1,000 a minute: 204 seconds, and 60 ms for the token.
    expect(admit(book, least)).toEqual({ admitted: false, exceeded: 'tokens', waitMs: 204_060 })
    now += 204_059
    expect(admit(book, least).admitted).toBe(false)
    now += 1
    expect(admit(book, least).admitted).toBe(true)
  })

  test('while the answer comes, only what exceeds the reservation is taken, at once', () => {
    const book = bookOf({ tokensPerMinute: 2_000, refill: 'window' })
    const call = admitted(book)
    call.generated(170)
    expect(admit(book, { inputTokens: 0, cacheWriteTokens: 0, maxTokens: 1_001 }).admitted).toBe(false)
    call.generated(270)
    expect(admit(book, { inputTokens: 0, cacheWriteTokens: 0, maxTokens: 501 }).admitted).toBe(false)
    expect(admit(book, { inputTokens: 0, cacheWriteTokens: 0, maxTokens: 500 }).admitted).toBe(true)
    expect(call.settle(used(270))).toBe(1_500)
  })

  test('a call is settled once', () => {
    const book = bookOf({ tokensPerMinute: 1_000, refill: 'window' })
    const call = admitted(book)
    expect([call.settle(used(20)), call.settle(used(0))]).toEqual([250, 250])
    call.release()
    call.generated(850)
    expect(admit(book, { inputTokens: 0, cacheWriteTokens: 0, maxTokens: 750 }).admitted).toBe(true)
  })

  test('a call that failed costs its request and no tokens', () => {
    const book = bookOf({ tokensPerMinute: 1_000, requestsPerMinute: 2, refill: 'window' })
    admitted(book).release()
    admitted(book)
    expect(admit(book)).toMatchObject({ exceeded: 'requests' })
  })

  test('requests are looked at before tokens, and tokens before the day', () => {
    const none = { requestsPerMinute: 0, tokensPerMinute: 0, tokensPerDay: 0 }
    expect(admit(bookOf(none))).toMatchObject({ exceeded: 'requests' })
    expect(admit(bookOf({ ...none, requestsPerMinute: 1 }))).toMatchObject({ exceeded: 'tokens' })
    expect(admit(bookOf({ tokensPerMinute: 1_000, tokensPerDay: 999 }))).toMatchObject({ exceeded: 'tokens per day' })
  })

  test('a refused call takes nothing', () => {
    const book = bookOf({ requestsPerMinute: 1, tokensPerMinute: 500, refill: 'window' })
    expect(admit(book)).toMatchObject({ exceeded: 'tokens' })
    expect(admit(book, { maxTokens: 350 }).admitted).toBe(true)
  })

  test('a window begins with the minute, and a reservation of the last one gives nothing back in this', () => {
    const book = bookOf({ tokensPerMinute: 1_000, refill: 'window' })
    now += 59_999
    const call = admitted(book)
    expect(admit(book)).toEqual({ admitted: false, exceeded: 'tokens', waitMs: 1 })
    now += 1
    admitted(book)
    call.settle(used(0))
    expect(admit(book, { inputTokens: 0, cacheWriteTokens: 0, maxTokens: 1 }).admitted).toBe(false)
  })

  test('the days of windows begin at midnight UTC', () => {
    const book = bookOf({ tokensPerDay: 1_000, refill: 'window' })
    admitted(book)
    expect(admit(book)).toMatchObject({ exceeded: 'tokens per day', waitMs: 12 * 3_600_000 })
    now += 12 * 3_600_000
    admitted(book)
  })

  test('a bucket fills evenly and never over its rim', () => {
    const book = bookOf({ requestsPerMinute: 2 })
    admitted(book)
    admitted(book)
    expect(admit(book)).toEqual({ admitted: false, exceeded: 'requests', waitMs: 30_000 })
    now += 29_999
    expect(admit(book).admitted).toBe(false)
    now += 1
    admitted(book)
    now += 3_600_000
    admitted(book)
    admitted(book)
    expect(admit(book).admitted).toBe(false)
  })

  test('with a timeScale of 60 a minute lasts a second, and a wait is told in real time', () => {
    const bucket = bookOf({ requestsPerMinute: 1 }, 60)
    admitted(bucket)
    expect(admit(bucket)).toEqual({ admitted: false, exceeded: 'requests', waitMs: 1_000 })
    now += 1_000
    expect(admit(bucket).admitted).toBe(true)
    const window = bookOf({ requestsPerMinute: 1, refill: 'window' }, 60)
    now += 400
    admitted(window)
    expect(admit(window)).toEqual({ admitted: false, exceeded: 'requests', waitMs: 600 })
    now += 600
    expect(admit(window).admitted).toBe(true)
  })

  test('what is larger than the limit will never fit', () => {
    for (const refill of ['bucket', 'window'] as const)
      expect(admit(bookOf({ tokensPerMinute: 999, refill }))).toEqual({
        admitted: false,
        exceeded: 'tokens',
        waitMs: undefined,
      })
  })

  test('each region, each model and mantle count for themselves; a model without quota is not limited', () => {
    const book = bookOf({ tokensPerMinute: 1_000 })
    admitted(book)
    expect(admit(book).admitted).toBe(false)
    expect(book.admit({ ...place, region: 'eu-west-1' }, demand).admitted).toBe(true)
    expect(book.admit({ ...place, service: 'mantle' }, demand).admitted).toBe(true)
    expect(book.admit({ ...place, model: 'claude-opus-4-8' }, { ...demand, maxTokens: 9e6 }).admitted).toBe(true)
  })

  test('counts that are no whole numbers, as a scenario may dictate them, are rounded up', () => {
    const book = bookOf({ tokensPerMinute: 1_000 })
    const call = admitted(book)
    call.generated(Number.NaN)
    expect(call.settle({ inputTokens: 1.5, cacheWriteTokens: -3, outputTokens: 0.3 })).toBe(4)
  })
})
