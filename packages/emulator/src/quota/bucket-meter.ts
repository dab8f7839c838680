import type { Meter } from './meter.js'

/**
 * A bucket that holds the limit of one period and fills evenly, never over its rim; it may be drawn below its bottom,
 * and then has to fill up to it first. Exact: levels count parts of a token, as many as the period has milliseconds, in
 * integers that do not overflow. Floating point would drift, and now and then refuse what just fits.
 */
export class BucketMeter implements Meter {
  readonly #limit: bigint
  readonly #periodMs: bigint
  readonly #rim: bigint
  #level: bigint
  #filledMs: number | undefined

  constructor(limit: number, periodMs: number) {
    this.#limit = BigInt(limit)
    this.#periodMs = BigInt(periodMs)
    this.#rim = this.#limit * this.#periodMs
    this.#level = this.#rim
  }

  fits(amount: number, nowMs: number): boolean {
    this.#fill(nowMs)
    return this.#level >= this.#parts(amount)
  }

  take(amount: number, nowMs: number): void {
    this.#fill(nowMs)
    this.#level -= this.#parts(amount)
  }

  giveBack(amount: number, _takenMs: number, nowMs: number): void {
    this.#fill(nowMs)
    this.#raise(this.#parts(amount))
  }

  msUntil(amount: number, nowMs: number): number | undefined {
    this.#fill(nowMs)
    const wanted = this.#parts(amount)
    if (wanted <= this.#level) return 0
    if (wanted > this.#rim) return undefined
    const missing = wanted - this.#level
    return Number((missing + this.#limit - 1n) / this.#limit)
  }

  #parts(amount: number): bigint {
    return BigInt(amount) * this.#periodMs
  }

  #fill(nowMs: number): void {
    const elapsedMs = nowMs - (this.#filledMs ?? nowMs)
    this.#filledMs = nowMs
    if (elapsedMs > 0) this.#raise(BigInt(elapsedMs) * this.#limit)
  }

  #raise(parts: bigint): void {
    const level = this.#level + parts
    this.#level = level > this.#rim ? this.#rim : level
  }
}
