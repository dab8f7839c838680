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
 * What calls under way have used beyond what they hold. Bedrock holds `max_tokens` when a call begins, but counts output
 * times burndown while it runs; the client hears of that only in the end. How fast tokens are used is learned from calls
 * that have ended.
 */
export class RunningCalls {
  readonly #windowMs: number
  readonly #running = new Set<RunningCall>()
  #used = 0
  #ms = 0

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  begin(call: RunningCall): void {
    this.#running.add(call)
  }

  /** `used` is undefined where nobody knows. */
  end(call: RunningCall, used: number | undefined, now: number): void {
    this.#running.delete(call)
    if (used === undefined || used <= call.input || now <= call.at) return
    this.#used = keep * this.#used + used - call.input
    this.#ms = keep * this.#ms + now - call.at
  }

  /** What was used beyond longer than a window ago has come back. A call that its reader holds back uses no more than it can. */
  beyond(now: number): number {
    if (this.#ms === 0) return 0
    const pace = (haste * this.#used) / this.#ms
    let beyond = 0
    for (const { tokens, input, most, at } of this.#running) {
      const after = (ms: number) => Math.max(0, Math.min(most, input + pace * ms) - tokens)
      beyond += after(now - at) - after(Math.max(0, now - at - this.#windowMs))
    }
    return beyond
  }
}
