import { EventStreamError } from './event-stream-error.js'
import type { EventStreamMessage, MessageHeaders } from './message.js'

/** What a message means on a Bedrock stream. */
export type BedrockFrame =
  /** A part of the answer: `chunk` (InvokeModel), `messageStart` … `metadata` (Converse). The payload is JSON. */
  | { readonly kind: 'event'; readonly eventType: string; readonly payload: Uint8Array }
  /** A modelled error, such as `throttlingException`. The payload is JSON with a `message`. */
  | { readonly kind: 'exception'; readonly exceptionType: string; readonly payload: Uint8Array }
  /** An error outside the model, told in the headers alone. */
  | { readonly kind: 'error'; readonly code: string; readonly message: string }

function stringHeader(headers: MessageHeaders, name: string): string {
  const header = headers[name]
  if (header?.type !== 'string')
    throw new EventStreamError('headers', `An event-stream message lacks the string header ${name}`)
  return header.value
}

/**
 * What a decoded message means. Headers are found by name: their order is not fixed.
 *
 * @throws {EventStreamError} `headers` if it does not say what it is: such a message is never passed over, for it may
 * be the one that says that the answer failed.
 */
export function readFrame({ headers, payload }: EventStreamMessage): BedrockFrame {
  const kind = stringHeader(headers, ':message-type')
  switch (kind) {
    case 'event':
      return { kind, eventType: stringHeader(headers, ':event-type'), payload }
    case 'exception':
      return { kind, exceptionType: stringHeader(headers, ':exception-type'), payload }
    case 'error':
      return { kind, code: stringHeader(headers, ':error-code'), message: stringHeader(headers, ':error-message') }
    default:
      throw new EventStreamError('headers', 'An event-stream message is neither an event, an exception nor an error')
  }
}
