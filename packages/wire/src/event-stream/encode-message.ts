import { crc32 } from 'node:zlib'
import { WireError } from '../wire-error.js'
import type { MessageHeaders } from './message.js'
import { leastMessageBytes, mostPayloadBytes, preludeBytes, preludeChecksum, trailerBytes } from './prelude.js'
import { writeHeaders } from './write-headers.js'

/**
 * A message with its prelude and headers written and room for a payload of `payloadBytes`, which starts at
 * `preludeBytes + headerBlock.length`; {@link seal} makes it whole.
 *
 * @throws {WireError} `argument` if the payload is longer than AWS allows.
 */
export function openMessage(headerBlock: Uint8Array, payloadBytes: number): Buffer {
  if (payloadBytes > mostPayloadBytes)
    throw new WireError('argument', `A payload of ${payloadBytes} bytes; at most ${mostPayloadBytes} are allowed`)
  const message = Buffer.allocUnsafe(leastMessageBytes + headerBlock.length + payloadBytes)
  message.writeUInt32BE(message.length, 0)
  message.writeUInt32BE(headerBlock.length, 4)
  message.writeUInt32BE(preludeChecksum(message, 0), 8)
  message.set(headerBlock, preludeBytes)
  return message
}

/** Writes the checksum of a message whose payload is in place. */
export function seal(message: Buffer): Buffer {
  const end = message.length - trailerBytes
  message.writeUInt32BE(crc32(message.subarray(0, end)), end)
  return message
}

/** A message around a header block that is encoded already. */
export function encodeWithHeaderBlock(headerBlock: Uint8Array, payload: string | Uint8Array): Buffer {
  const start = preludeBytes + headerBlock.length
  if (typeof payload === 'string') {
    const message = openMessage(headerBlock, Buffer.byteLength(payload))
    message.write(payload, start)
    return seal(message)
  }
  const message = openMessage(headerBlock, payload.length)
  message.set(payload, start)
  return seal(message)
}

/**
 * One message of `application/vnd.amazon.eventstream`.
 *
 * @throws {WireError} `argument` if a header or the payload has no encoding: a name of no or more than 255 bytes, a
 * string or binary value of more than 32,767, a number outside its type, more than 128 KiB of headers or 24 MiB of
 * payload.
 */
export function encodeMessage(headers: MessageHeaders, payload: Uint8Array): Uint8Array {
  return encodeWithHeaderBlock(writeHeaders(headers), payload)
}
