import type { Buffer } from 'node:buffer'

const preludeLength = 12
const lineEnd = 0x0a

/** The bytes of a recorded stream, cut where its events end, so that they can be sent, delayed and spoilt one by one. */
export function framesIn(bytes: Buffer, contentType: string): readonly Uint8Array[] {
  const lengthAt = contentType.startsWith('text/event-stream') ? sseEventLength : messageLength
  const frames: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    const end = Math.min(bytes.length, at + lengthAt(bytes, at))
    frames.push(bytes.subarray(at, end))
    at = end
  }
  return frames
}

/** Whatever is no whole frame is one piece. */
function messageLength(bytes: Buffer, at: number): number {
  const left = bytes.length - at
  if (left < preludeLength) return left
  const length = bytes.readUInt32BE(at)
  return length < preludeLength ? left : length
}

/** Up to and with the empty line. */
function sseEventLength(bytes: Buffer, at: number): number {
  const end = bytes.indexOf('\n\n', at)
  if (end < 0) return bytes.length - at
  return (bytes[end + 2] === lineEnd ? end + 3 : end + 2) - at
}
