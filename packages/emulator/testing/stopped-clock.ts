import type { EmulatorClock } from '../src/index.js'
import { today } from './emulated.js'

/** A clock that moves only when it is told to. */
export class StoppedClock implements EmulatorClock {
  #ms = 0
  #sleepers: { readonly atMs: number; readonly wake: () => void }[] = []
  #tasks: { readonly everyMs: number; nextMs: number; readonly task: () => void }[] = []
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: number[] = []

  now(): Date {
    return new Date(today.getTime() + this.#ms)
  }

  monotonicMs(): number {
    return this.#ms
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.waits.push(ms)
    return new Promise((resolve) => {
      this.#sleepers.push({ atMs: this.#ms + ms, wake: resolve })
      signal?.addEventListener('abort', () => resolve())
    })
  }

  every(ms: number, task: () => void): () => void {
    const entry = { everyMs: ms, nextMs: this.#ms + ms, task }
    this.#tasks.push(entry)
    return () => {
      this.#tasks = this.#tasks.filter((one) => one !== entry)
    }
  }

  get sleeping(): number {
    return this.#sleepers.length
  }

  advance(ms: number): void {
    this.#ms += ms
    for (const entry of this.#tasks) for (; entry.nextMs <= this.#ms; entry.nextMs += entry.everyMs) entry.task()
    const due = this.#sleepers.filter(({ atMs }) => atMs <= this.#ms)
    this.#sleepers = this.#sleepers.filter(({ atMs }) => atMs > this.#ms)
    for (const { wake } of due) wake()
  }
}
