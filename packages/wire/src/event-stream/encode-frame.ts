import { encodeWithHeaderBlock } from './encode-message.js'
import { writeHeaders } from './write-headers.js'

/** A server writes a dozen kinds of frames; whoever invents more pays for encoding their headers each time. */
const mostRememberedBlocks = 64

function typedBlock(typeHeader: string, messageType: string): (type: string) => Uint8Array {
  const remembered = new Map<string, Uint8Array>()
  return (type) => {
    const known = remembered.get(type)
    if (known !== undefined) return known
    const block = writeHeaders({
      [typeHeader]: { type: 'string', value: type },
      ':content-type': { type: 'string', value: 'application/json' },
      ':message-type': { type: 'string', value: messageType },
    })
    if (remembered.size < mostRememberedBlocks) remembered.set(type, block)
    return block
  }
}

/** The header block of an event, in the order that Bedrock writes it. */
export const eventHeaderBlock = typedBlock(':event-type', 'event')
const exceptionHeaderBlock = typedBlock(':exception-type', 'exception')

/**
 * A part of an answer, as Bedrock writes it: `:event-type`, `:content-type` (JSON), `:message-type`, in this order.
 *
 * @param eventType `chunk` for InvokeModel; `messageStart` … `metadata` for Converse.
 * @param payload JSON.
 * @throws {WireError} `argument` if it is too long.
 */
export function encodeEventFrame(eventType: string, payload: string | Uint8Array): Uint8Array {
  return encodeWithHeaderBlock(eventHeaderBlock(eventType), payload)
}

/**
 * A modelled error inside a stream, as Bedrock writes it.
 *
 * @param exceptionType such as `throttlingException`.
 * @param payload JSON with a `message`.
 * @throws {WireError} `argument` if it is too long.
 */
export function encodeExceptionFrame(exceptionType: string, payload: string | Uint8Array): Uint8Array {
  return encodeWithHeaderBlock(exceptionHeaderBlock(exceptionType), payload)
}

/**
 * An error outside the model, told in the headers alone; the payload is empty.
 *
 * @throws {WireError} `argument` if code or message is longer than a header may be, 32,767 bytes.
 */
export function encodeErrorFrame(code: string, message: string): Uint8Array {
  const block = writeHeaders({
    ':message-type': { type: 'string', value: 'error' },
    ':error-code': { type: 'string', value: code },
    ':error-message': { type: 'string', value: message },
  })
  return encodeWithHeaderBlock(block, '')
}
