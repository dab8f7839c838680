import type { Clock, Timer } from '../src/clock/index.js'

interface Event {
  readonly due: number
  readonly order: number
  readonly fire: () => void
}

/** Time that passes only in {@link run}: from one event to the next, as fast as the machine can. */
export class VirtualClock implements Clock {
  readonly #start: number
  readonly #events: Event[] = []
  #elapsed = 0
  #order = 0
  #state: number

  constructor(start = Date.UTC(2026, 10, 22, 12, 0, 23), seed = 1) {
    this.#start = start
    this.#state = seed
  }

  now(): number {
    return this.#start + this.#elapsed
  }

  monotonic(): number {
    return this.#elapsed
  }

  /** Always the same numbers for the same seed. */
  random(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return this.#state / 2 ** 32
  }

  timer(ms: number, callback: () => void): Timer {
    let event = this.#at(ms, callback)
    return {
      refresh: () => {
        this.#drop(event)
        event = this.#at(ms, callback)
      },
      cancel: () => {
        this.#drop(event)
      },
    }
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error)
        return
      }
      const onAbort = () => {
        this.#drop(event)
        reject(signal?.reason as Error)
      }
      const event = this.#at(ms, () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      })
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  /** Lets time pass until the work is done. */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    let done = false
    const watched = work.finally(() => {
      done = true
    })
    watched.catch(() => undefined)
    for (;;) {
      // All that follows from the last event happens before the next.
      await new Promise<void>((resolve) => {
        setImmediate(resolve)
      })
      if (done) return watched
      const next = this.#events.shift()
      if (next === undefined)
        throw new Error(`nothing is left to happen at ${this.#elapsed} ms, and the work is not done`)
      this.#elapsed = Math.max(this.#elapsed, next.due)
      next.fire()
    }
  }

  #at(ms: number, fire: () => void): Event {
    const event = { due: this.#elapsed + Math.max(0, ms), order: (this.#order += 1), fire }
    let low = 0
    for (let high = this.#events.length; low < high;) {
      const middle = (low + high) >>> 1
      const other = this.#events[middle]!
      if (other.due > event.due) high = middle
      else low = middle + 1
    }
    this.#events.splice(low, 0, event)
    return event
  }

  #drop(event: Event): void {
    const at = this.#events.indexOf(event)
    if (at >= 0) this.#events.splice(at, 1)
  }
}
