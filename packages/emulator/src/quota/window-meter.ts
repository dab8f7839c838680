import type { Meter } from './meter.js'

/**
 * The limit anew in each period, and the periods aligned: minutes begin with the minute, days at midnight UTC. What a
 * period used too much is forgotten with it; what is given back after the period in which it was taken is lost, or the
 * later period would have more than its limit.
 */
export class WindowMeter implements Meter {
  readonly #limit: number
  readonly #periodMs: number
  #period = Number.NaN
  #used = 0

  constructor(limit: number, periodMs: number) {
    this.#limit = limit
    this.#periodMs = periodMs
  }

  fits(amount: number, nowMs: number): boolean {
    this.#enter(nowMs)
    return this.#used + amount <= this.#limit
  }

  take(amount: number, nowMs: number): void {
    this.#enter(nowMs)
    this.#used += amount
  }

  giveBack(amount: number, takenMs: number, nowMs: number): void {
    this.#enter(nowMs)
    if (this.#periodAt(takenMs) === this.#period) this.#used -= amount
  }

  msUntil(amount: number, nowMs: number): number | undefined {
    if (this.fits(amount, nowMs)) return 0
    return amount > this.#limit ? undefined : (this.#period + 1) * this.#periodMs - nowMs
  }

  #enter(nowMs: number): void {
    const period = this.#periodAt(nowMs)
    if (period === this.#period) return
    this.#period = period
    this.#used = 0
  }

  #periodAt(ms: number): number {
    return Math.floor(ms / this.#periodMs)
  }
}
