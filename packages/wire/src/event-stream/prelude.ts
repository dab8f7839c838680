import { EventStreamError } from './event-stream-error.js'

// A message: u32be total length | u32be headers length | u32be CRC-32 of these 8 bytes | headers | payload
// | u32be CRC-32 of everything before.

/** Bytes before the headers: both lengths and their checksum. */
export const preludeBytes = 12

/** Bytes after the payload: the checksum of the message. */
export const trailerBytes = 4

/** The shortest message: no headers, no payload. */
export const leastMessageBytes = preludeBytes + trailerBytes

/** Most bytes of payload that a sender may put in a message (Amazon Event Stream Specification). */
export const mostPayloadBytes = 24 * 1024 * 1024

/** Most bytes of encoded headers that a sender may put in a message (Amazon Event Stream Specification). */
export const mostHeaderBytes = 128 * 1024

const remainders = Int32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1
  return remainder
})

/** CRC-32 of the two lengths. In JavaScript, because for eight bytes the way into zlib costs more than the sum. */
export function preludeChecksum(bytes: Uint8Array, start: number): number {
  let sum = -1
  for (let at = start; at < start + 8; at++) sum = remainders[(sum ^ bytes[at]!) & 0xff]! ^ (sum >>> 8)
  return ~sum >>> 0
}

/** Unsigned, big-endian. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}

/**
 * The total length that a prelude announces, once its checksum, its own consistency and the bound were checked:
 * after this the length may be waited for.
 */
export function announcedLength(bytes: Uint8Array, start: number, maxMessageBytes: number): number {
  if (preludeChecksum(bytes, start) !== readUint32(bytes, start + 8))
    throw new EventStreamError('prelude_checksum', 'The prelude of an event-stream message does not match its checksum')
  const total = readUint32(bytes, start)
  const headers = readUint32(bytes, start + 4)
  if (total < leastMessageBytes || headers > total - leastMessageBytes)
    throw new EventStreamError(
      'message_length',
      `An event-stream message announces ${total} bytes with ${headers} bytes of headers, which contradict each other`,
    )
  if (total > maxMessageBytes)
    throw new EventStreamError(
      'message_length',
      `An event-stream message announces ${total} bytes, more than the bound of ${maxMessageBytes}`,
    )
  return total
}
