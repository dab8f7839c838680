import type { StreamEvent } from '@outcrop/wire/anthropic'

/** Events that may wait unread before the connection is held back. */
const mostUnread = 512

/**
 * Between whoever brings events and the one who reads them: batches wait here, and too many of them hold the
 * connection back. Built without a promise or a generator for each event, because that would cost more than all the
 * decoding below.
 */
export class EventQueue {
  #batches: (readonly StreamEvent[])[] = []
  #unread = 0
  #unbounded = false
  #ended = false
  #failure: unknown
  #wakeReader: (() => void) | undefined
  #wakeWriter: (() => void) | undefined

  /** Takes a batch. Returns a promise to wait for when enough is unread. */
  push(events: readonly StreamEvent[]): void | Promise<void> {
    this.#batches.push(events)
    this.#unread += events.length
    this.#wake()
    if (this.#unbounded || this.#unread < mostUnread) return
    return new Promise((resolve) => {
      this.#wakeWriter = resolve
    })
  }

  end(): void {
    this.#ended = true
    this.#wake()
  }

  fail(error: unknown): void {
    this.#failure = error
    this.end()
  }

  /** From now on nothing is held back: someone waits for the whole, and may read only after it. */
  unbound(): void {
    this.#unbounded = true
    this.#release()
  }

  /** All that is unread, at once if there is any; undefined at the end. */
  take(): readonly StreamEvent[] | undefined | Promise<readonly StreamEvent[] | undefined> {
    const first = this.#batches.shift()
    if (first !== undefined) {
      this.#unread -= first.length
      if (this.#unread < mostUnread) this.#release()
      return first
    }
    if (!this.#ended) return this.#next()
    if (this.#failure === undefined) return undefined
    throw this.#failure
  }

  async #next(): Promise<readonly StreamEvent[] | undefined> {
    await new Promise<void>((resolve) => {
      this.#wakeReader = resolve
    })
    return this.take()
  }

  #wake(): void {
    this.#wakeReader?.()
    this.#wakeReader = undefined
  }

  #release(): void {
    this.#wakeWriter?.()
    this.#wakeWriter = undefined
  }
}
