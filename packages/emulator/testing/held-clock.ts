import type { EmulatorClock } from '../src/index.js'
import { today } from './emulated.js'

/** A clock that stands still, on which whoever sleeps sleeps until the test wakes him. */
export class HeldClock implements EmulatorClock {
  readonly #sleepers: { readonly ms: number; readonly wake: () => void }[] = []
  #awaited: (() => void) | undefined

  now(): Date {
    return today
  }

  monotonicMs(): number {
    return 0
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      signal?.addEventListener('abort', () => resolve(), { once: true })
      this.#sleepers.push({ ms, wake: resolve })
      this.#awaited?.()
    })
  }

  every(): () => void {
    return () => {}
  }

  /** Resolves with the time of the next sleep, once somebody sleeps, and what ends it. */
  async sleeper(): Promise<{ readonly ms: number; readonly wake: () => void }> {
    for (;;) {
      const first = this.#sleepers.shift()
      if (first) return first
      await new Promise<void>((resolve) => (this.#awaited = resolve))
    }
  }
}
