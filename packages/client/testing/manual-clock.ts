import type { Clock, Timer } from '../src/clock/index.js'

interface Pending {
  due: number
  readonly ms: number
  readonly fire: () => void
}

/** A clock that stands still until a test moves it. Chance always gives the same number. */
export class ManualClock implements Clock {
  readonly slept: number[] = []
  /** How often a timer began anew: the wait for a byte does with each read. */
  refreshes = 0
  #elapsed = 0
  readonly #start: number
  readonly #random: number
  readonly #pending = new Set<Pending>()
  #waiting: (() => void)[] = []

  constructor(start = Date.UTC(2026, 10, 22, 12), random = 0.5) {
    this.#start = start
    this.#random = random
  }

  now(): number {
    return this.#start + this.#elapsed
  }

  monotonic(): number {
    return this.#elapsed
  }

  random(): number {
    return this.#random
  }

  timer(ms: number, callback: () => void): Timer {
    const pending: Pending = { due: this.#elapsed + ms, ms, fire: callback }
    this.#pending.add(pending)
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
    return {
      refresh: () => {
        this.refreshes += 1
        pending.due = this.#elapsed + ms
        this.#pending.add(pending)
      },
      cancel: () => {
        this.#pending.delete(pending)
      },
    }
  }

  /** Passes at once: the time goes on by `ms`, and no test waits. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(ms)
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error)
    this.advance(ms)
    return Promise.resolve()
  }

  /** Lets time go on, and fires what falls due, in order. */
  advance(ms: number): void {
    const end = this.#elapsed + ms
    for (;;) {
      const due = [...this.#pending].filter((pending) => pending.due <= end).sort((a, b) => a.due - b.due)[0]
      if (due === undefined) break
      this.#elapsed = Math.max(this.#elapsed, due.due)
      this.#pending.delete(due)
      due.fire()
    }
    this.#elapsed = end
  }

  /** Lengths of the timers that run. */
  get running(): readonly number[] {
    return [...this.#pending].map(({ ms }) => ms)
  }

  /** Resolves once a timer of this length runs. */
  async untilTimer(ms: number): Promise<void> {
    while (!this.running.includes(ms)) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve)
      })
    }
  }
}
