import { WireError } from '../wire-error.js'
import type { EventStreamMessage } from './message.js'

/**
 * What may be wrong with an event stream.
 *
 * - `truncated`: it ended inside a message.
 * - `prelude_checksum`: the lengths of a message do not match their checksum, so they cannot be believed.
 * - `message_checksum`: a message does not match its checksum.
 * - `message_length`: a message announces lengths that contradict each other or exceed a bound.
 * - `headers`: the header block of a message is malformed, or lacks what the reader needs.
 */
export type EventStreamErrorCode = 'truncated' | 'prelude_checksum' | 'message_checksum' | 'message_length' | 'headers'

/** An event stream that cannot be believed from here on. */
export class EventStreamError extends WireError {
  override readonly name = 'EventStreamError'
  declare readonly code: EventStreamErrorCode
  /** The sound messages that the failing `push` had decoded before it met the bad one: they were not returned. */
  readonly messages: readonly EventStreamMessage[]

  constructor(code: EventStreamErrorCode, message: string, messages: readonly EventStreamMessage[] = []) {
    super(code, message)
    this.messages = messages
  }
}
