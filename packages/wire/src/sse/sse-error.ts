import { WireError } from '../wire-error.js'
import type { SseEvent } from './sse-event.js'

/** A stream of server-sent events that exceeds its bound: code `event_length`. */
export class SseError extends WireError {
  override readonly name = 'SseError'
  /** The events that the failing `push` had completed before it met the bound: it did not return them. */
  readonly events: readonly SseEvent[]

  constructor(message: string, events: readonly SseEvent[]) {
    super('event_length', message)
    this.events = events
  }
}
