import type { CallEvent } from '../invocation/index.js'

/** Events that may wait unread before the connection is held back. */
const mostUnread = 512

/**
 * Between whoever brings events and the one who reads them: what is unread waits here, and too much of it holds the
 * connection back. Built without a promise or a generator for each event, because that would cost more than all the
 * decoding below.
 */
export class EventQueue {
  #unread: CallEvent[] = []
  #unbounded = false
  #ended = false
  #failure: unknown
  #wakeReader: (() => void) | undefined
  #wakeWriter: (() => void) | undefined

  /** Takes a batch. Returns a promise to wait for when enough is unread. */
  push(events: readonly CallEvent[]): void | Promise<void> {
    for (const event of events) this.#unread.push(event)
    this.#wake()
    if (this.#unbounded || this.#unread.length < mostUnread) return
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

  /**
   * All that is unread, at once if there is any; undefined at the end.
   *
   * @throws what {@link EventQueue.fail} was given, once all that came before it has been read
   */
  take(): readonly CallEvent[] | undefined | Promise<readonly CallEvent[] | undefined> {
    if (this.#unread.length > 0) {
      const events = this.#unread
      this.#unread = []
      this.#release()
      return events
    }
    if (!this.#ended) return this.#next()
    if (this.#failure === undefined) return undefined
    throw this.#failure
  }

  async #next(): Promise<readonly CallEvent[] | undefined> {
    await new Promise<void>((resolve) => {
      this.#wakeReader = resolve
    })
    return this.take()
  }

  #wake(): void {
    const wake = this.#wakeReader
    if (wake === undefined) return
    this.#wakeReader = undefined
    wake()
  }

  #release(): void {
    const wake = this.#wakeWriter
    if (wake === undefined) return
    this.#wakeWriter = undefined
    wake()
  }
}
