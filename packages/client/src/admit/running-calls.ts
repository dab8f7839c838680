/** A call under way, as far as its quota of tokens is concerned. */
export interface RunningCall {
  /** What it holds, and how much of that is its input. */
  readonly tokens: number
  readonly input: number
  /** The most that it can use. */
  readonly most: number
  readonly at: number
}

/** Calls are taken to be so much faster than they were on average: too little reserved is a refusal. */
const haste = 1.1
/** What a call that ended counts after the next one. */
const keep = 0.95

/**
 * What calls under way use beyond what they hold. Bedrock holds `max_tokens` when a call begins, but counts output times
 * burndown while it runs; the client hears of that only in the end. How fast tokens are used is learned from calls that
 * have ended.
 */
export class RunningCalls {
  readonly #windowMs: number
  /** How much of what each uses beyond has been told. */
  readonly #told = new Map<RunningCall, number>()
  #used = 0
  #ms = 0

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  begin(call: RunningCall): void {
    this.#told.set(call, 0)
  }

  /** Gives what has been told of the call. `used` is undefined where nobody knows. */
  end(call: RunningCall, used: number | undefined, now: number): number {
    const told = this.#told.get(call) ?? 0
    this.#told.delete(call)
    if (used === undefined || used <= call.input || now <= call.at) return told
    this.#used = keep * this.#used + used - call.input
    this.#ms = keep * this.#ms + now - call.at
    return told
  }

  /**
   * What they have used beyond since they were asked last, but no longer ago than a window: that has come back. A call
   * that its reader holds back uses no more than it can.
   */
  advance(now: number): number {
    if (this.#ms === 0) return 0
    const pace = (haste * this.#used) / this.#ms
    let more = 0
    for (const [call, told] of this.#told) {
      const { tokens, input, most, at } = call
      const after = (ms: number) => Math.max(0, Math.min(most, input + pace * ms) - tokens)
      const beyond = after(now - at)
      if (beyond <= told) continue
      more += beyond - Math.max(told, after(Math.max(0, now - at - this.#windowMs)))
      this.#told.set(call, beyond)
    }
    return more
  }
}
