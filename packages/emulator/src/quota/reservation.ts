import { type Demand, type Used, chargeFor, reservationFor } from './charge.js'
import type { Meter } from './meter.js'

/** What a reservation needs to know of its place. */
export interface ReservedFrom {
  /** The token limits that it is held against. */
  readonly meters: readonly Meter[]
  readonly now: () => number
}

/**
 * The tokens that one admitted call holds. Bedrock's documents say that a reservation is corrected while the answer is
 * generated, not how; the rule here: nothing is given back before the end, because the rest of `max_tokens` may still
 * come, but as soon as input + cache write + burndown × output so far exceeds what is held, the excess is taken at once,
 * from whoever comes next. At the end the call has taken exactly what it cost, even if that is more than there was.
 */
export class Reservation {
  readonly #demand: Demand
  readonly #from: ReservedFrom
  readonly #takenMs: number
  #held: number
  #charged: number | undefined

  constructor(demand: Demand, from: ReservedFrom) {
    this.#demand = demand
    this.#from = from
    this.#takenMs = from.now()
    this.#held = reservationFor(demand)
    for (const meter of from.meters) meter.take(this.#held, this.#takenMs)
  }

  /** The answer has come this far. */
  generated(outputTokens: number): void {
    if (this.#charged === undefined) this.#hold(this.#cost({ ...this.#demand, outputTokens }))
  }

  /** The call is over: answered, broken off or failed. Gives what it cost of the quota. Only the first call counts. */
  settle(used: Used): number {
    if (this.#charged !== undefined) return this.#charged
    const charged = this.#cost(used)
    this.#charged = charged
    this.#hold(charged)
    const rest = this.#held - charged
    if (rest > 0) for (const meter of this.#from.meters) meter.giveBack(rest, this.#takenMs, this.#from.now())
    return charged
  }

  /** The call failed before anything was generated: it costs no tokens. */
  release(): void {
    this.settle({ inputTokens: 0, cacheWriteTokens: 0, outputTokens: 0 })
  }

  #cost(used: Used): number {
    return chargeFor(used, this.#demand.burndown)
  }

  #hold(atLeast: number): void {
    const excess = atLeast - this.#held
    if (excess <= 0) return
    for (const meter of this.#from.meters) meter.take(excess, this.#from.now())
    this.#held = atLeast
  }
}
