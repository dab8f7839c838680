/** The first wait after a refusal, as a part of a window; it doubles with each further one. */
const firstHold = 1 / 60
const longestHold = 0.25

/** Care after refusals that teach no limit: one call at a time, and after ever longer waits, until one comes through. */
export class Caution {
  readonly #windowMs: number
  #refusals = 0
  #refusedAt = Number.NEGATIVE_INFINITY
  #heldUntil = 0

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  waitMs(now: number): number {
    return this.#heldUntil > now ? this.#heldUntil - now : 0
  }

  take(now: number): void {
    if (this.#refusals > 0) this.#heldUntil = now + firstHold * this.#windowMs
  }

  accepted(): void {
    this.#refusals = 0
    this.#heldUntil = 0
  }

  /** Whether it is not the first refusal within a window. */
  refused(now: number): boolean {
    const again = now - this.#refusedAt < this.#windowMs
    this.#refusedAt = now
    this.#heldUntil = now + this.#windowMs * Math.min(longestHold, firstHold * 2 ** this.#refusals)
    this.#refusals += 1
    return again
  }
}
