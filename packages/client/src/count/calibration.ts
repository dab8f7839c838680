import type { TokenEstimate, Tokenizer } from './types.js'

/** What true counts have taught of one tokenizer: enough to go on from it in another process. */
export interface CalibrationState {
  readonly tokenizer: Tokenizer
  /** How many counts the mean rests on; older ones weigh less. */
  readonly weight: number
  /** Sum of the logarithms of true count over estimate, weighted alike. */
  readonly logSum: number
  /** By how much the bound has to be widened to have held, at least 1. */
  readonly excess: number
}

/** Shorter requests say more of their frame than of the tokenizer. */
const leastTokens = 100
/** What a count weighs after the next one. The mean is that of about fifty. */
const keep = 0.98
/** The fitted numbers count like so many replies: a few odd ones move little. */
const prior = 5
/** One count further off than this is no matter of the tokenizer: something was read that the body does not show. */
const widestLesson = 2
const widestRatio = 1.5
const widestExcess = 3
/** A bound that was passed once is set a little above what passed it. */
const excessMargin = 1.02
const keepExcess = 0.995

const clamp = (value: number, widest: number) => Math.min(widest, Math.max(1 / widest, value))

/**
 * Corrects estimates by what Bedrock has counted. The likely number moves both ways; the bound only ever widens, because
 * replies show what it has to cover, and never what it need not.
 */
export class Calibration {
  readonly #states = new Map<Tokenizer, CalibrationState>()

  constructor(states: readonly CalibrationState[] = []) {
    for (const state of states) this.#states.set(state.tokenizer, state)
  }

  /** What is known so far, to be kept and given to the constructor later. */
  get states(): readonly CalibrationState[] {
    return [...this.#states.values()]
  }

  /** Takes note of a true count of what `estimate` was made for, before any correction. */
  learn(tokenizer: Tokenizer, { tokens, upperBound }: TokenEstimate, counted: number): void {
    if (!Number.isFinite(counted) || counted < leastTokens || tokens < leastTokens) return
    const before = this.#states.get(tokenizer) ?? { tokenizer, weight: 0, logSum: 0, excess: 1 }
    const ratio = clamp(counted / tokens, widestLesson)
    const needed = counted > upperBound ? (counted / upperBound) * excessMargin : 1
    const faded = 1 + (before.excess - 1) * keepExcess
    this.#states.set(tokenizer, {
      tokenizer,
      weight: before.weight * keep + 1,
      logSum: before.logSum * keep + Math.log(ratio),
      excess: Math.min(widestExcess, Math.max(faded, needed)),
    })
  }

  /** The estimate as replies have corrected it; the same until there were any. */
  correct(tokenizer: Tokenizer, estimate: TokenEstimate): TokenEstimate {
    const state = this.#states.get(tokenizer)
    if (state === undefined) return estimate
    const ratio = clamp(Math.exp(state.logSum / (state.weight + prior)), widestRatio)
    const upperBound = Math.ceil(estimate.upperBound * Math.max(1, ratio, state.excess))
    return { tokens: Math.min(upperBound, Math.round(estimate.tokens * ratio)), upperBound }
  }
}
