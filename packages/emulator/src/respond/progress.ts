import type { EmulatorClock } from '../clock/clock.js'

/** How far an answer has come, in tokens: what a client that leaves has used. */
export class Progress {
  readonly #clock: EmulatorClock
  #done = 0
  #pending = 0
  #sinceMs = 0
  #lastsMs = 0

  constructor(clock: EmulatorClock) {
    this.#clock = clock
  }

  /** The next part is generated, and will be there after so many milliseconds. */
  begin(tokens: number, lastsMs: number): void {
    this.finish()
    this.#pending = tokens
    if (lastsMs > 0) this.#sinceMs = this.#clock.monotonicMs()
    this.#lastsMs = lastsMs
  }

  /** The part is there. */
  finish(): void {
    this.#done += this.#pending
    this.#pending = 0
  }

  /** Whole tokens by now; a part under way counts for the time that it has taken. */
  get tokens(): number {
    if (this.#pending === 0) return Math.round(this.#done)
    const passedMs = this.#clock.monotonicMs() - this.#sinceMs
    const passed = this.#lastsMs > 0 ? Math.min(1, passedMs / this.#lastsMs) : 1
    return Math.round(this.#done + this.#pending * passed)
  }
}
