import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CacheCounts, CacheTtl, PrefixBlock } from './prefix-block.js'
import { PromptCache } from './prompt-cache.js'

const minutes = 60_000
const lifeOf = { '5m': 5 * minutes, '1h': 60 * minutes } as const

/** A cache whose clock a test turns. */
function handCache(capacity?: number) {
  const hand = { nowMs: 1_795_000_000_000 }
  const cache = new PromptCache(() => hand.nowMs, capacity)
  const send = (blocks: readonly PrefixBlock[], { scope = 'one', minTokens = 1 } = {}) => {
    const plan = cache.plan(scope, blocks, minTokens)
    plan.commit()
    return plan.counts
  }
  return { hand, cache, send }
}

const block = (content: string, tokens: number, point?: CacheTtl): PrefixBlock => ({
  content,
  tokens,
  ...(point && { point }),
})
/** Blocks of one token each, with points at the given places (counted from 1). */
const row = (length: number, ...points: number[]) =>
  Array.from({ length }, (_, index) => block(`block ${index}`, 1, points.includes(index + 1) ? '5m' : undefined))
const uncached = (tokens: number): CacheCounts => ({ uncached: tokens, read: 0, written5m: 0, written1h: 0 })
const total = ({ uncached, read, written5m, written1h }: CacheCounts) => uncached + read + written5m + written1h

const ttl = fc.constantFrom<CacheTtl>('5m', '1h')
// Few contents, so that prefixes meet again; some are each other's joins, so that boundaries matter.
const content = fc.constantFrom('', 'a', 'b', 'ab', 'ba', 'aa')
const anyBlock = fc
  .record({ content, point: fc.option(ttl, { nil: undefined, freq: 3 }) })
  .map(({ content, point }) => block(content, 3 + content.length * 7, point))
const anyBlocks = fc.array(anyBlock, { minLength: 1, maxLength: 30 })

describe('for any requests', () => {
  test('the parts of the input add up to all of it', () => {
    fc.assert(
      fc.property(fc.array(anyBlocks, { maxLength: 8 }), fc.nat({ max: 200 }), (requests, minTokens) => {
        const { send } = handCache()
        for (const blocks of requests) {
          const counts = send(blocks, { minTokens })
          expect(total(counts)).toBe(blocks.reduce((sum, { tokens }) => sum + tokens, 0))
          expect(Math.min(...Object.values(counts))).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  test('sent again within its time a request reads what it wrote; after it, it writes again', () => {
    fc.assert(
      fc.property(anyBlocks, fc.nat({ max: 100 }), ttl, (blocks, minTokens, ttl) => {
        const all = blocks.map(({ content, tokens, point }) => block(content, tokens, point && ttl))
        const { hand, send } = handCache()
        const first = send(all, { minTokens })
        hand.nowMs += lifeOf[ttl] - 1
        const second = send(all, { minTokens })
        const written = first.written5m + first.written1h
        expect(second).toEqual({ uncached: first.uncached, read: written, written5m: 0, written1h: 0 })
        // The hit was a use: it lives on from there.
        hand.nowMs += lifeOf[ttl] - 1
        expect(send(all, { minTokens })).toEqual(second)
        hand.nowMs += lifeOf[ttl]
        expect(send(all, { minTokens })).toEqual(first)
      }),
    )
  })

  test('a change before a point misses that point, and still finds the nearest point before the change', () => {
    const at = fc.record({
      length: fc.integer({ min: 1, max: 30 }),
      seeds: fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
    })
    fc.assert(
      fc.property(at, ({ length, seeds }) => {
        const [changed = 0, ...places] = seeds.map((seed) => seed % length)
        const blocks = row(length, ...places.map((place) => place + 1))
        const { send } = handCache()
        send(blocks)
        const other = blocks.map((one, index) => (index === changed ? { ...one, content: `${one.content}!` } : one))
        const survived = places.filter((place) => place < changed).map((place) => place + 1)
        // Found only from a point that is itself no more than twenty places on.
        const points = [...new Set(places)].sort((one, two) => one - two)
        const reachable = survived.filter((sum) => points.some((point) => point >= sum - 1 && point - (sum - 1) < 20))
        expect(send(other).read).toBe(Math.max(0, ...reachable))
      }),
    )
  })
})

/** The rule told naively: a list of whole prefixes with the time of their end. */
class NaiveCache {
  #written: { prefix: string; ttl: CacheTtl; endsMs: number }[] = []

  send(blocks: readonly PrefixBlock[], minTokens: number, nowMs: number): CacheCounts {
    const prefixes = blocks.map((_, index) => JSON.stringify(blocks.slice(0, index + 1).map(({ content }) => content)))
    const sums = blocks.map((_, index) => blocks.slice(0, index + 1).reduce((sum, { tokens }) => sum + tokens, 0))
    const points = blocks.flatMap(({ point }, index) => (point && sums.at(index)! >= minTokens ? [index] : []))
    const alive = (index: number) =>
      this.#written.some(({ prefix, endsMs }) => prefix === prefixes[index] && nowMs < endsMs)
    const searched = new Set(points.flatMap((point) => Array.from({ length: 20 }, (_, back) => point - back)))
    const hit = Math.max(-1, ...[...searched].filter((index) => index >= 0 && alive(index)))
    const counts = { uncached: 0, read: 0, written5m: 0, written1h: 0 }
    for (const [index, { tokens }] of blocks.entries()) {
      const ends = points.find((point) => point >= index)
      if (index <= hit) counts.read += tokens
      else if (ends === undefined) counts.uncached += tokens
      else counts[blocks.at(ends)!.point === '1h' ? 'written1h' : 'written5m'] += tokens
    }
    const used = this.#written.filter(
      ({ prefix, endsMs }) => nowMs < endsMs && prefixes.indexOf(prefix) <= hit && prefixes.includes(prefix),
    )
    for (const entry of used) entry.endsMs = nowMs + lifeOf[entry.ttl]
    for (const point of points)
      if (point > hit) {
        const { point: ttl } = blocks.at(point)!
        this.#written = this.#written.filter(({ prefix }) => prefix !== prefixes[point])
        this.#written.push({ prefix: prefixes.at(point)!, ttl: ttl!, endsMs: nowMs + lifeOf[ttl!] })
      }
    return counts
  }
}

test('over 1,000 random conversations it counts exactly as the rule told naively', () => {
  const step = fc.record({
    // Often the conversation grows; now and then another is begun.
    keep: fc.oneof(
      { weight: 4, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    ),
    added: fc.array(anyBlock, { maxLength: 12 }),
    waitMs: fc.oneof(fc.nat({ max: 6 * minutes }), fc.constantFrom(0, 5 * minutes - 1, 5 * minutes, 60 * minutes)),
  })
  let reads = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 12 }), fc.constantFrom(0, 20, 100), (steps, minTokens) => {
      const { hand, send } = handCache()
      const naive = new NaiveCache()
      let blocks: PrefixBlock[] = []
      for (const { keep, added, waitMs } of steps) {
        hand.nowMs += waitMs
        blocks = [...blocks.slice(0, Math.floor(blocks.length * keep)), ...added]
        const counts = send(blocks, { minTokens })
        expect(counts).toEqual(naive.send(blocks, minTokens, hand.nowMs))
        if (counts.read > 0) reads += 1
      }
    }),
    { numRuns: 1_000 },
  )
  expect(reads).toBeGreaterThan(1_000)
})

describe('the rule in examples', () => {
  test('only points are written: a point on what changes is never read', () => {
    const { send } = handCache()
    for (const time of ['12:00', '12:01', '12:02'])
      expect(send([block('stable', 1_000), block(time, 10, '5m')])).toEqual({ ...uncached(0), written5m: 1_010 })
  })

  test('a conversation finds its last turn if that ended fewer than twenty blocks before', () => {
    const { send } = handCache()
    expect(send(row(10, 10))).toEqual({ ...uncached(0), written5m: 10 })
    expect(send(row(15, 15))).toEqual({ uncached: 0, read: 10, written5m: 5, written1h: 0 })
    // Places 35 to 16 are searched, and 15 is not among them.
    expect(send(row(35, 35))).toEqual({ ...uncached(0), written5m: 35 })
  })

  test('a second point is searched from on its own', () => {
    const { send } = handCache()
    send(row(15, 15))
    expect(send(row(35, 15, 35))).toEqual({ uncached: 0, read: 15, written5m: 20, written1h: 0 })
  })

  test('from a point twenty places are searched, not one more', () => {
    const { send } = handCache()
    send(row(5, 5))
    expect(send(row(24, 24), {}).read).toBe(5)
    const { send: again } = handCache()
    again(row(5, 5))
    expect(again(row(25, 25)).read).toBe(0)
  })

  test('a prefix below the minimum is not cached, and a longer one with it is', () => {
    const { send } = handCache()
    const short = [block('tools', 1_023, '5m'), block('rest', 7)]
    for (const _ of [1, 2]) expect(send(short, { minTokens: 1_024 })).toEqual(uncached(1_030))
    const long = [block('tools', 1_023, '5m'), block('one more', 1, '5m'), block('rest', 7)]
    expect(send(long, { minTokens: 1_024 })).toEqual({ ...uncached(7), written5m: 1_024 })
    expect(send(long, { minTokens: 1_024 })).toEqual({ ...uncached(7), read: 1_024 })
  })

  test('an hour and five minutes are counted apart', () => {
    const { hand, send } = handCache()
    const blocks = [block('tools', 100, '1h'), block('system', 20, '1h'), block('turn', 3, '5m'), block('rest', 1)]
    expect(send(blocks)).toEqual({ uncached: 1, read: 0, written5m: 3, written1h: 120 })
    hand.nowMs += 5 * minutes
    expect(send(blocks)).toEqual({ uncached: 1, read: 120, written5m: 3, written1h: 0 })
    hand.nowMs += 60 * minutes - 1
    expect(send(blocks).read).toBe(120)
    hand.nowMs += 60 * minutes
    expect(send(blocks).read).toBe(0)
  })

  test('what a hit goes through lives on with it', () => {
    const { hand, send } = handCache()
    send(row(6, 3, 6))
    hand.nowMs += 4 * minutes
    expect(send(row(6, 6)).read).toBe(6)
    hand.nowMs += 4 * minutes
    expect(send([...row(3, 3), block('another', 1)]).read).toBe(3)
  })

  test('scopes share nothing', () => {
    const { send } = handCache()
    send(row(5, 5), { scope: 'us-east-1' })
    expect(send(row(5, 5), { scope: 'eu-west-1' }).read).toBe(0)
    expect(send(row(5, 5), { scope: 'us-east-1' }).read).toBe(5)
  })

  test('what an answer has not begun to read is not there for others', () => {
    const { cache, send } = handCache()
    const plan = cache.plan('one', row(5, 5), 1)
    expect(send([...row(5, 5), block('tail', 1)]).read).toBe(0)
    plan.commit()
    expect(send(row(5, 5)).read).toBe(5)
  })

  test('it keeps no more than its capacity, and forgets what was used least recently', () => {
    const { cache, send } = handCache(2)
    const one = (name: string) => send([block(name, 1, '5m')]).read
    expect([one('a'), one('b'), one('a'), one('c'), one('a'), one('b')]).toEqual([0, 0, 1, 0, 1, 0])
    expect(cache.size).toBe(2)
    cache.clear()
    expect(one('a')).toBe(0)
  })

  test('without a point nothing is kept', () => {
    const { cache, send } = handCache()
    expect(send(row(30))).toEqual(uncached(30))
    expect(cache.size).toBe(0)
    expect(send([])).toEqual(uncached(0))
  })
})
