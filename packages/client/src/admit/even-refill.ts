import type { Taken } from './meter.js'

/** How far the level is put below what was refused: a part of the need, or of the whole, and how that may grow. */
const gapOfNeed = 0.4
const gapOfCapacity = 0.006
const largestGap = 0.1

/** How much the rate is raised after a while without a refusal; it doubles with each further one. */
const firstRaise = 0.05
const mostRaise = 0.3
/** How long without a refusal makes a raise, as a part of a window. */
const quietPart = 0.1
/**
 * How many calls have to come through meanwhile, and how much a refusal counts against what was believed of the rate before.
 * Where the limit is known it caps the rate, so that more may be tried.
 */
const boldness = { known: { leastThrough: 4, trust: 0.3 }, learned: { leastThrough: 6, trust: 0.4 } }

/** Two refusals tell the rate only if so much of a window lies between them, and so many times the need came in. */
const leastSpan = 0.25
const leastNeeds = 3
/** Never believed to be slower than this part of what the capacity says. */
const leastRate = 0.02

/** A quota that fills evenly, never above its capacity, and may be owed. Each refusal says what the level was. */
export class EvenRefill {
  readonly #windowMs: number
  readonly #limit: number | undefined
  readonly #boldness: (typeof boldness)['known']
  #capacity: number
  #rate: number
  #level: number
  #at: number
  /** When the level was known last, and what has been taken since. */
  #anchor: { readonly at: number; readonly level: number; taken: number }
  #quietSince: number
  #through = 0
  #raise = firstRaise
  #refusedAt = Number.NEGATIVE_INFINITY
  /** Whether the last refusal was the only one in a window: then the account is but a little wrong. */
  #isRare = false
  refusals = 0

  constructor(
    { limit, capacity, windowMs }: { limit: number | undefined; capacity: number; windowMs: number },
    now: number,
  ) {
    this.#windowMs = windowMs
    this.#limit = limit
    this.#boldness = limit === undefined ? boldness.learned : boldness.known
    this.#capacity = capacity
    this.#rate = capacity / windowMs
    this.#level = capacity
    this.#at = now
    this.#anchor = { at: now, level: capacity, taken: 0 }
    this.#quietSince = now
  }

  /** The capacity, as far as it is known. */
  get limit(): number {
    return this.#capacity
  }

  /** By the millisecond. */
  get rate(): number {
    return this.#rate
  }

  left(now: number): number {
    this.#fill(now)
    return this.#level
  }

  waitMs(need: number, now: number): number {
    this.#fill(now)
    // What is larger than the whole goes when the whole is there.
    const wanted = Math.min(need, this.#capacity)
    return this.#level >= wanted ? 0 : Math.max(1, (wanted - this.#level) / this.#rate)
  }

  untilAllMs(total: number, now: number): number {
    this.#fill(now)
    return Math.max(0, (total - this.#level) / this.#rate)
  }

  /** Negative where something is given back. */
  take(amount: number, now: number): void {
    this.#fill(now)
    this.#level = Math.min(this.#capacity, this.#level - amount)
    this.#anchor.taken += amount
  }

  accepted(now: number): void {
    this.refusals = 0
    this.#through += 1
    if (this.#through < this.#boldness.leastThrough || now - this.#quietSince < quietPart * this.#windowMs) return
    this.#fill(now)
    this.#quietSince = now
    this.#through = 0
    const most = this.#limit === undefined ? Infinity : this.#limit
    this.#capacity = Math.min(most, this.#capacity * (1 + this.#raise))
    this.#rate = Math.min(most / this.#windowMs, this.#rate * (1 + this.#raise))
    this.#raise = Math.min(mostRaise, this.#raise * 2)
  }

  refused({ amount }: Taken, stale: boolean, now: number): void {
    if (stale) {
      // Bedrock took nothing of it; the level was set since, without it.
      this.#fill(now)
      this.#level = Math.min(this.#level, amount - this.#gap(amount))
      return
    }
    this.#isRare = now - this.#refusedAt > this.#windowMs
    this.#refusedAt = now
    this.#anchor.taken -= amount
    this.#observe(amount, now)
    this.#raise = firstRaise
    this.#quietSince = now
    this.#through = 0
    this.#hold(amount, now)
  }

  /** The first refusal, by which the limit became known: from now on it is known what is left. */
  begin(need: number, now: number): void {
    this.#anchor = { at: now, level: need, taken: 0 }
    this.#hold(need, now)
  }

  /** The limit is lower than `most`. Of a stretch of refusals only the first says so, with those sent along with it. */
  atMost(most: number, stale: boolean): void {
    if (most >= this.#capacity || this.refusals > (stale ? 1 : 0)) return
    this.#capacity = most
  }

  /** There was less than what was refused: others wait until there is enough. */
  #hold(need: number, now: number): void {
    this.#fill(now)
    this.#level = Math.min(this.#level + need, need - this.#gap(need))
    this.refusals += 1
  }

  /** Learns the rate from what came in between two moments at which the level was known. */
  #observe(need: number, now: number): void {
    // A stretch of refusals says nothing of the rate: a window refills not at all within it.
    if (this.refusals > 0) return
    const { at, level, taken } = this.#anchor
    const span = now - at
    if (span >= leastSpan * this.#windowMs && span * this.#rate >= leastNeeds * need) {
      const seen = (need - level + taken) / span
      const most = (this.#limit ?? Infinity) / this.#windowMs
      const least = (leastRate * this.#capacity) / this.#windowMs
      this.#rate = Math.min(
        most,
        Math.max(least, this.#rate + this.#boldness.trust * (Math.min(seen, 2 * this.#rate) - this.#rate)),
      )
    } else return
    this.#anchor = { at: now, level: need, taken: 0 }
  }

  #gap(need: number): number {
    const least = gapOfCapacity * this.#capacity
    const first = this.#isRare ? least : Math.max(gapOfNeed * need, least)
    return Math.min(largestGap * this.#capacity, first * 2 ** this.refusals)
  }

  #fill(now: number): void {
    if (now <= this.#at) return
    this.#level += (now - this.#at) * this.#rate
    this.#at = now
    if (this.#level < this.#capacity) return
    this.#level = this.#capacity
    if (this.#limit !== undefined) this.#anchor = { at: now, level: this.#capacity, taken: 0 }
  }
}
