import type { BilledTokens, Cost } from './cost.js'

/** What an attempt is billed, as far as this side can know it. */
export interface Charge {
  readonly tokens: BilledTokens
  /** By list price; undefined where that is not known, never 0 for that. */
  readonly cost: Cost | undefined
  /** Whether these are the tokens that Bedrock reported. If not they are an upper bound, and so is the cost. */
  readonly exact: boolean
}

const charges = new WeakMap<object, Charge>()

/** Notes with an error what its attempt is billed, for the stages above. */
export function noteCharge(error: object, charge: Charge): void {
  charges.set(error, charge)
}

/** What the attempt that ended in this error is billed; undefined if nothing was sent. */
export function chargeOf(error: object): Charge | undefined {
  return charges.get(error)
}
