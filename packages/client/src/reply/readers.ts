import type { StreamEvent } from '@outcrop/wire/anthropic'
import type { EventQueue } from './event-queue.js'

const over = { done: true, value: undefined } as const

/** Reads a queue event by event. */
export class EventReader implements AsyncIterator<StreamEvent> {
  readonly #queue: EventQueue
  readonly #leave: () => void
  #batch: readonly StreamEvent[] = []
  #position = 0

  constructor(queue: EventQueue, leave: () => void) {
    this.#queue = queue
    this.#leave = leave
  }

  async next(): Promise<IteratorResult<StreamEvent, undefined>> {
    while (this.#position >= this.#batch.length) {
      const batch = await this.batch()
      if (batch === undefined) return over
      this.#batch = batch
      this.#position = 0
    }
    const value = this.#batch[this.#position++] as StreamEvent
    return { done: false, value }
  }

  /** The next events as they came together. */
  batch(): ReturnType<EventQueue['take']> {
    return this.#queue.take()
  }

  /** Called when the loop is left early. */
  return(): Promise<IteratorResult<StreamEvent, undefined>> {
    this.#leave()
    return Promise.resolve(over)
  }
}

function textIn(events: readonly StreamEvent[]): string {
  let text = ''
  for (const event of events) {
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
      const value = textIn(batch)
      if (value !== '') return { done: false, value }
    }
  }

  async return(): Promise<IteratorResult<string, undefined>> {
    await this.#events.return()
    return over
  }
}
