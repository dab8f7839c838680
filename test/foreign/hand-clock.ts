import type { EmulatorClock } from '@outcrop/emulator'

/**
 * A clock that a test turns. It begins at the machine's time, by which foreign clients sign; an emulator that has it
 * needs `clockSkewSeconds` for as long as the test turns it on.
 */
export class HandClock implements EmulatorClock {
  readonly #startMs = Date.now()
  #ms = 0

  now(): Date {
    return new Date(this.#startMs + this.#ms)
  }

  monotonicMs(): number {
    return this.#ms
  }

  /** Nothing that waits comes to its end by itself: only whoever leaves ends it. */
  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      signal?.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  every(): () => void {
    return () => {}
  }

  advance(ms: number): void {
    this.#ms += ms
  }

  /** To the beginning of the next minute. */
  toNextMinute(): void {
    this.advance(60_000 - (this.now().getTime() % 60_000))
  }
}
