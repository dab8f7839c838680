/** After a refusal for the day one call asks again this often, in windows: when Bedrock begins a day is not published. */
const askAgainWindows = 60
const windowsInDay = 1440

/** The tokens of a day. Once they are used up nothing is sent, but for a call now and then that asks whether they still are. */
export class DayAllowance {
  readonly #limit: number | undefined
  readonly #dayMs: number
  readonly #askMs: number
  #day = 0
  #used = 0
  #refusedUntil = 0

  constructor(limit: number | undefined, windowMs: number) {
    this.#limit = limit
    this.#dayMs = windowMs * windowsInDay
    this.#askMs = windowMs * askAgainWindows
  }

  /** When `tokens` may be asked for again, in milliseconds since 1970; undefined if they may now. */
  blockedUntil(tokens: number, now: number): number | undefined {
    this.#turn(now)
    if (now < this.#refusedUntil) return this.#refusedUntil
    const over = this.#limit !== undefined && this.#used + tokens > this.#limit
    return over ? (this.#day + 1) * this.#dayMs : undefined
  }

  /** Negative where something is given back. */
  take(tokens: number, now: number): void {
    this.#turn(now)
    this.#used = Math.max(0, this.#used + tokens)
  }

  refused(now: number): void {
    this.#turn(now)
    this.#refusedUntil = Math.min((this.#day + 1) * this.#dayMs, now + this.#askMs)
  }

  /** Starts at midnight UTC. */
  #turn(now: number): void {
    const day = Math.floor(now / this.#dayMs)
    if (day === this.#day) return
    this.#day = day
    this.#used = 0
  }
}
