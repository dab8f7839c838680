import { hash } from 'node:crypto'
import type { CacheCounts, CacheTtl, PrefixBlock } from './prefix-block.js'

/** From a point the cache is searched at this many places: the point's own and those of the blocks before it. */
const lookback = 20

const lifeMs: Readonly<Record<CacheTtl, number>> = { '5m': 300_000, '1h': 3_600_000 }

/** What a request will find in the cache and put into it. */
export interface CachePlan {
  readonly counts: CacheCounts
  /** The answer has begun: from now on others find what this request has written, and what it read lives on. */
  commit(): void
}

interface Entry {
  readonly ttl: CacheTtl
  readonly expiresMs: number
}

/** A request's prefixes as the cache knows them. */
interface Prefixes {
  /** One for each block up to the last point. */
  readonly keys: readonly string[]
  /** Tokens up to and with each block. */
  readonly sums: readonly number[]
  /** Indexes of the points that count, ascending. */
  readonly points: readonly number[]
}

const none = -1

/**
 * Which prefixes of prompts are cached. Written is only at points; found is what was written, at a point or up to
 * {@link lookback} blocks back. A prefix lives for the time to live with which it was written, counted from its last
 * use. Prefixes are kept as digests, the least recently used are forgotten beyond the capacity.
 */
export class PromptCache {
  readonly #nowMs: () => number
  readonly #capacity: number
  // In the order of their last use.
  readonly #entries = new Map<string, Entry>()

  constructor(nowMs: () => number, capacity = 10_000) {
    this.#nowMs = nowMs
    this.#capacity = capacity
  }

  get size(): number {
    return this.#entries.size
  }

  clear(): void {
    this.#entries.clear()
  }

  /**
   * Looks up a request. `scope` separates those who must not share: accounts, regions, models. A point whose prefix has
   * fewer than `minTokens` does nothing.
   */
  plan(scope: string, blocks: readonly PrefixBlock[], minTokens: number): CachePlan {
    const prefixes = prefixesOf(scope, blocks, minTokens)
    const hit = this.#longestHit(prefixes)
    return {
      counts: countsOf(blocks, prefixes, hit),
      commit: () => {
        // Everything that was written along the prefix was used, not only its end.
        for (const key of prefixes.keys.slice(0, hit + 1)) this.#refresh(key)
        for (const point of prefixes.points)
          if (point > hit) this.#write(prefixes.keys[point] ?? '', blocks[point]?.point ?? '5m')
      },
    }
  }

  #longestHit({ keys, points }: Prefixes): number {
    for (const point of points.toReversed())
      for (let index = point; index >= 0 && index > point - lookback; index -= 1)
        if (this.#alive(keys[index] ?? '')) return index
    return none
  }

  #alive(key: string): Entry | undefined {
    const entry = this.#entries.get(key)
    return entry && this.#nowMs() < entry.expiresMs ? entry : undefined
  }

  #refresh(key: string): void {
    const entry = this.#alive(key)
    if (entry) this.#write(key, entry.ttl)
  }

  #write(key: string, ttl: CacheTtl): void {
    this.#entries.delete(key)
    this.#entries.set(key, { ttl, expiresMs: this.#nowMs() + lifeMs[ttl] })
    if (this.#entries.size <= this.#capacity) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }
}

function prefixesOf(scope: string, blocks: readonly PrefixBlock[], minTokens: number): Prefixes {
  const sums: number[] = []
  const points: number[] = []
  let sum = 0
  for (const [index, { tokens, point }] of blocks.entries()) {
    sum += tokens
    sums.push(sum)
    if (point && sum >= minTokens) points.push(index)
  }
  // Each key holds the one before it: no two prefixes have the same, wherever a block ends.
  const keys: string[] = []
  let key = digest(scope)
  for (const { content } of blocks.slice(0, (points.at(-1) ?? none) + 1)) {
    key = digest(key + content)
    keys.push(key)
  }
  return { keys, sums, points }
}

function digest(text: string): string {
  return hash('sha256', text, 'base64')
}

/** What lies between two points that are written counts for the time to live of the later one. */
function countsOf(blocks: readonly PrefixBlock[], { sums, points }: Prefixes, hit: number): CacheCounts {
  const written: Record<CacheTtl, number> = { '5m': 0, '1h': 0 }
  const read = sums[hit] ?? 0
  let cached = read
  for (const point of points) {
    if (point <= hit) continue
    const sum = sums[point] ?? 0
    written[blocks[point]?.point ?? '5m'] += sum - cached
    cached = sum
  }
  return { uncached: (sums.at(-1) ?? 0) - cached, read, written5m: written['5m'], written1h: written['1h'] }
}
