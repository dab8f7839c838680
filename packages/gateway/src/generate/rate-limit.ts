import type { Clock } from '@outcrop/client'
import { Refusal } from '../exchange/refusal.js'

const windowMs = 60_000

/** More callers are not remembered: whoever can change addresses must not be able to fill the memory. */
const mostCallers = 10_000

/** So many requests in any minute for each caller. */
export class RateLimit {
  readonly #perMinute: number
  readonly #clock: Clock
  /** When each caller's requests of the last minute came, the caller that was longest away first. */
  readonly #times = new Map<string, number[]>()

  constructor(perMinute: number, clock: Clock) {
    this.#perMinute = perMinute
    this.#clock = clock
  }

  /** @throws Refusal 429 with the time until the next request is taken */
  take(caller: string): void {
    const now = this.#clock.monotonic()
    const times = (this.#times.get(caller) ?? []).filter((time) => now - time < windowMs)
    this.#times.delete(caller)
    this.#times.set(caller, times)
    if (this.#times.size > mostCallers) this.#forgetOldest()
    const [oldest = now] = times
    if (times.length < this.#perMinute) {
      times.push(now)
      return
    }
    throw new Refusal(429, 'rate_limited', {
      message: `More than ${this.#perMinute} requests in a minute`,
      remedy: 'Wait as long as retry-after says.',
      retryAfterMs: windowMs - (now - oldest),
    })
  }

  #forgetOldest(): void {
    const [oldest] = this.#times.keys()
    if (oldest !== undefined) this.#times.delete(oldest)
  }
}
