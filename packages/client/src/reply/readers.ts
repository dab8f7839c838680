import type { CallEvent } from '../invocation/index.js'
import type { EventQueue } from './event-queue.js'

const over = { done: true, value: undefined } as const

/** Reads a queue event by event. Not a generator, and async only where it has to wait: this runs for every event. */
export class EventReader implements AsyncIterator<CallEvent> {
  readonly #queue: EventQueue
  readonly #leave: () => void
  #batch: readonly CallEvent[] = []
  #position = 0

  constructor(queue: EventQueue, leave: () => void) {
    this.#queue = queue
    this.#leave = leave
  }

  next(): Promise<IteratorResult<CallEvent, undefined>> {
    const value = this.#batch[this.#position]
    if (value === undefined) return this.#refill()
    this.#position++
    return Promise.resolve({ done: false, value })
  }

  /** The next events as they came together. */
  async batch(): Promise<readonly CallEvent[] | undefined> {
    return this.#queue.take()
  }

  /** Called when the loop is left early. */
  return(): Promise<IteratorResult<CallEvent, undefined>> {
    this.#leave()
    return Promise.resolve(over)
  }

  async #refill(): Promise<IteratorResult<CallEvent, undefined>> {
    const batch = await this.#queue.take()
    const [value] = batch ?? []
    if (batch === undefined || value === undefined) return over
    this.#batch = batch
    this.#position = 1
    return { done: false, value }
  }
}

/** Reads all that came together at once. */
export class BatchReader implements AsyncIterator<readonly CallEvent[]> {
  readonly #events: EventReader

  constructor(events: EventReader) {
    this.#events = events
  }

  async next(): Promise<IteratorResult<readonly CallEvent[], undefined>> {
    const value = await this.#events.batch()
    return value === undefined ? over : { done: false, value }
  }

  async return(): Promise<IteratorResult<readonly CallEvent[], undefined>> {
    await this.#events.return()
    return over
  }
}

/** @throws StreamInterruptedError at a restart: text that was read cannot be taken back */
function textIn(events: readonly CallEvent[]): string {
  let text = ''
  for (const event of events) {
    if (event.type === 'outcrop_restart') throw event.error
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text
    else if (event.type === 'content_block_start' && event.content_block.type === 'text') {
      text += (event.content_block as { text?: string }).text ?? ''
    }
  }
  return text
}

/** Reads only the text, as much at a time as came together. */
export class TextReader implements AsyncIterator<string> {
  readonly #events: EventReader

  constructor(events: EventReader) {
    this.#events = events
  }

  async next(): Promise<IteratorResult<string, undefined>> {
    for (;;) {
      const batch = await this.#events.batch()
      if (batch === undefined) return over
      const value = await this.#textIn(batch)
      if (value !== '') return { done: false, value }
    }
  }

  async return(): Promise<IteratorResult<string, undefined>> {
    await this.#events.return()
    return over
  }

  async #textIn(batch: readonly CallEvent[]): Promise<string> {
    try {
      return textIn(batch)
    } catch (error) {
      await this.#events.return()
      throw error
    }
  }
}
