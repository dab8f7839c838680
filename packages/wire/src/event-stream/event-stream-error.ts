import { WireError } from '../wire-error.js'
import type { EventStreamErrorCode } from '../wire-error.js'
import type { EventStreamMessage } from './message.js'

/** An event stream that cannot be believed from here on. */
export class EventStreamError extends WireError {
  override readonly name = 'EventStreamError'
  declare readonly code: EventStreamErrorCode
  /** The sound messages that the failing `push` had decoded before it met the bad one: it did not return them. */
  readonly messages: readonly EventStreamMessage[]

  constructor(code: EventStreamErrorCode, message: string, messages: readonly EventStreamMessage[] = []) {
    super(code, message)
    this.messages = messages
  }
}
