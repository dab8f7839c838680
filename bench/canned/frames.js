// The binary frames of InvokeModelWithResponseStream, encoded here from the format's description and not by the code
// that is measured.
import { crc32 } from 'node:zlib'
import { paddingLengths, streamEvents } from './content.js'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const STRING = 7

function encodeHeaders(headers) {
  return Buffer.concat(
    Object.entries(headers).map(([name, value]) => {
      const bytes = Buffer.alloc(1 + name.length + 3 + value.length)
      bytes.writeUInt8(name.length, 0)
      bytes.write(name, 1)
      bytes.writeUInt8(STRING, 1 + name.length)
      bytes.writeUInt16BE(value.length, 2 + name.length)
      bytes.write(value, 4 + name.length)
      return bytes
    }),
  )
}

function encodeFrame(headers, payload) {
  const head = encodeHeaders(headers)
  const frame = Buffer.alloc(16 + head.length + payload.length)
  frame.writeUInt32BE(frame.length, 0)
  frame.writeUInt32BE(head.length, 4)
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8)
  head.copy(frame, 12)
  payload.copy(frame, 12 + head.length)
  frame.writeUInt32BE(crc32(frame.subarray(0, -4)), frame.length - 4)
  return frame
}

/** One frame for each event of the canned stream, with padding as Bedrock's. */
export const streamFrames = streamEvents.map((event, index) =>
  encodeFrame(
    { ':event-type': 'chunk', ':content-type': 'application/json', ':message-type': 'event' },
    Buffer.from(
      JSON.stringify({ bytes: Buffer.from(event).toString('base64'), p: ALPHABET.slice(0, paddingLengths[index]) }),
    ),
  ),
)
