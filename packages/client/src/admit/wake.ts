import type { Clock } from '../clock/index.js'

/** One moment to wait for. While it is awaited the process stays alive, because calls wait for it. */
export class Wake {
  readonly #clock: Clock
  readonly #then: () => void
  #at = Infinity
  #sleeping: AbortController | undefined

  constructor(clock: Clock, then: () => void) {
    this.#clock = clock
    this.#then = then
  }

  /** Wakes after `ms`, instead of whenever it was going to. */
  in(ms: number): void {
    const at = this.#clock.monotonic() + ms
    if (this.#sleeping !== undefined && Math.abs(this.#at - at) < 1) return
    this.cancel()
    const sleeping = new AbortController()
    this.#sleeping = sleeping
    this.#at = at
    void this.#sleep(ms, sleeping)
  }

  cancel(): void {
    this.#sleeping?.abort()
    this.#sleeping = undefined
  }

  async #sleep(ms: number, sleeping: AbortController): Promise<void> {
    try {
      await this.#clock.sleep(ms, sleeping.signal)
    } catch {
      return
    }
    if (this.#sleeping !== sleeping) return
    this.#sleeping = undefined
    this.#then()
  }
}
