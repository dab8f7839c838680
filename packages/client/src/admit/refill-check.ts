import type { Taken } from './meter.js'

/** So much of what an even refill would have brought has to be missing, over so long a time (as a part of a window). */
const missingPart = 0.7
const leastSpan = 0.25

/**
 * Keeps account of what a quota would hold if it refilled evenly and nobody else took of it, whatever refusals say. A
 * refusal where nearly all of the refill is missing shows that it comes back in another way.
 */
export class RefillCheck {
  readonly #capacity: number
  readonly #windowMs: number
  readonly #rate: number
  #level: number
  #at: number
  /** Since when it has been refilled without being full. */
  #since: number

  constructor({ capacity, level, windowMs }: { capacity: number; level: number; windowMs: number }, now: number) {
    this.#capacity = capacity
    this.#windowMs = windowMs
    this.#rate = capacity / windowMs
    this.#level = level
    this.#at = now
    this.#since = now
  }

  /** Negative where something is given back. */
  take(amount: number, now: number): void {
    this.#fill(now)
    this.#level = Math.min(this.#capacity, this.#level - amount)
  }

  /** Whether a refusal shows that next to nothing was refilled. The refused call has been given back. */
  isMissing({ amount }: Taken, now: number): boolean {
    this.#fill(now)
    const span = now - this.#since
    return span >= leastSpan * this.#windowMs && this.#level - amount >= missingPart * this.#rate * span
  }

  #fill(now: number): void {
    this.#level += (now - this.#at) * this.#rate
    this.#at = now
    if (this.#level < this.#capacity) return
    this.#level = this.#capacity
    this.#since = now
  }
}
