import { isUtf8 } from 'node:buffer'
import { WireError } from '../wire-error.js'

const prefix = Buffer.from('{"bytes":"')
const paddingPrefix = Buffer.from(',"p":"')
const quote = 0x22
const equals = 0x3d
const closingBrace = 0x7d

const alphabet = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')

/** The value of each base64 character; -1 for every other byte, so that a group with one of those is negative. */
const sixBits = Int8Array.from({ length: 256 }, (_, byte) => alphabet.indexOf(byte))

/** Reused between calls: the bytes live only until they have become a string. */
const scratch = Buffer.allocUnsafeSlow(16 * 1024)

function invalidChunk(why: string): WireError {
  return new WireError('chunk', `The payload of a chunk frame ${why}`)
}

function startsWith(payload: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index++) if (payload[at + index] !== expected[index]) return false
  return true
}

/** Whether nothing follows the value of `bytes` but at most a plain `p`: nothing that could override it. */
function isPlainTail(payload: Uint8Array, start: number): boolean {
  let at = start
  if (payload[at] !== closingBrace) {
    if (!startsWith(payload, at, paddingPrefix)) return false
    at += paddingPrefix.length
    while (sixBits[payload[at]!]! >= 0) at++
    if (payload[at++] !== quote) return false
  }
  return payload[at] === closingBrace && at === payload.length - 1
}

/** Text from bytes of which `seen` holds the union of all bits. */
function toText(bytes: Buffer, length: number, seen: number): string {
  if ((seen & 0x80) === 0) return bytes.toString('latin1', 0, length)
  if (!isUtf8(bytes.subarray(0, length))) throw invalidChunk('does not hold UTF-8')
  return bytes.toString('utf8', 0, length)
}

/**
 * The way that every chunk of Bedrock's takes: the base64 is decoded where it lies, without the strings and the
 * object that a JSON parser would build. `undefined` for anything unusual, however harmless.
 */
function decodePlain(payload: Uint8Array): string | undefined {
  if (!startsWith(payload, 0, prefix)) return undefined
  const bytes = payload.length <= scratch.length ? scratch : Buffer.allocUnsafeSlow(payload.length)
  let at = prefix.length
  let length = 0
  let seen = 0
  for (; at + 4 <= payload.length; at += 4) {
    const high = (sixBits[payload[at]!]! << 18) | (sixBits[payload[at + 1]!]! << 12)
    const group = high | (sixBits[payload[at + 2]!]! << 6) | sixBits[payload[at + 3]!]!
    if (group < 0) break
    bytes[length++] = group >> 16
    bytes[length++] = group >> 8
    bytes[length++] = group
    seen |= (group >> 16) | (group >> 8) | group
  }
  if (payload[at] !== quote) {
    // A last group of one byte (xx==) or two (xxx=), with nothing in the bits that are left over.
    const single = payload[at + 2] === equals
    const third = single ? 0 : sixBits[payload[at + 2]!]!
    const group = (sixBits[payload[at]!]! << 12) | (sixBits[payload[at + 1]!]! << 6) | third
    if (group < 0 || payload[at + 3] !== equals || (group & (single ? 0x3ff : 0x3)) !== 0) return undefined
    bytes[length++] = group >> 10
    if (!single) bytes[length++] = group >> 2
    seen |= (group >> 10) | (single ? 0 : group >> 2)
    at += 4
  }
  return payload[at] === quote && isPlainTail(payload, at + 1) ? toText(bytes, length, seen) : undefined
}

/** The same by way of a JSON parser, for any spelling of the object. */
function decodeAny(payload: Uint8Array): string {
  if (!isUtf8(payload)) throw invalidChunk('is not UTF-8')
  let parsed: unknown
  try {
    parsed = JSON.parse(Buffer.from(payload).toString())
  } catch {
    // The parser's own message quotes the payload, so it is not kept as the cause.
    throw invalidChunk('is not JSON')
  }
  const base64 = typeof parsed === 'object' && parsed !== null && 'bytes' in parsed ? parsed.bytes : undefined
  if (typeof base64 !== 'string') throw invalidChunk('has no bytes')
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.toString('base64') !== base64) throw invalidChunk('is not canonical base64')
  return toText(bytes, bytes.length, 0xff)
}

/**
 * The JSON text of the Anthropic event inside an InvokeModel chunk `{"bytes": base64, "p": padding}`.
 *
 * @param payload the payload of an event frame of type `chunk`.
 * @throws {WireError} `chunk` if it is not JSON, has no `bytes`, or they are not canonical base64 of UTF-8. The text
 * inside is not parsed.
 */
export function decodeChunk(payload: Uint8Array): string {
  return decodePlain(payload) ?? decodeAny(payload)
}
