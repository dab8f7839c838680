import type { Clock } from './clock.js'

/** AWS refuses signatures that are five minutes off; what is nearer is not the reason for a refusal. */
const toleratedMs = 240_000

/** The time as the service has it: that of this machine until the service has said that it is another. */
export class ServiceTime {
  readonly #clock: Clock
  #aheadMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#clock.now() + this.#aheadMs
  }

  /**
   * Learns the service's time from an answer that refused a signature for its time. False if the difference does not
   * explain the refusal. True also for the calls that were signed before another one corrected the time.
   */
  correct(serviceTime: number): boolean {
    const ahead = serviceTime - this.#clock.now()
    const explains = Math.abs(ahead) >= toleratedMs || Math.abs(ahead - this.#aheadMs) >= toleratedMs
    this.#aheadMs = Math.abs(ahead) >= toleratedMs ? ahead : 0
    return explains
  }
}
