import { WireError } from '../wire-error.js'
import type { HeaderValue, MessageHeaders } from './message.js'
import { mostHeaderBytes } from './prelude.js'

const mostNameBytes = 255
const mostValueBytes = 32_767
const uuidShape = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

function unencodable(name: string, why: string): WireError {
  return new WireError('argument', `The event-stream header ${JSON.stringify(name)} ${why}`)
}

function writeInteger(name: string, code: number, bits: number, value: number | bigint): Buffer {
  const whole = typeof value === 'bigint' || Number.isSafeInteger(value) ? BigInt(value) : undefined
  if (whole === undefined || BigInt.asIntN(bits, whole) !== whole)
    throw unencodable(name, `holds a number that ${bits} signed bits cannot`)
  const bytes = Buffer.alloc(9)
  bytes.writeBigInt64BE(whole, 1)
  const written = bytes.subarray(8 - bits / 8)
  written[0] = code
  return written
}

function writeBytes(name: string, code: number, value: Uint8Array): Buffer {
  if (value.length > mostValueBytes)
    throw unencodable(name, `holds ${value.length} bytes; at most ${mostValueBytes} are allowed`)
  return Buffer.concat([Uint8Array.of(code, value.length >> 8, value.length & 0xff), value])
}

function writeUuid(name: string, value: string): Buffer {
  if (!uuidShape.test(value)) throw unencodable(name, 'is not a UUID')
  return Buffer.concat([Uint8Array.of(9), Buffer.from(value.replaceAll('-', ''), 'hex')])
}

function writeValue(name: string, { type, value }: HeaderValue): Buffer {
  switch (type) {
    case 'boolean':
      return Buffer.of(value ? 0 : 1)
    case 'byte':
      return writeInteger(name, 2, 8, value)
    case 'short':
      return writeInteger(name, 3, 16, value)
    case 'integer':
      return writeInteger(name, 4, 32, value)
    case 'long':
      return writeInteger(name, 5, 64, value)
    case 'binary':
      return writeBytes(name, 6, value)
    case 'string':
      return writeBytes(name, 7, Buffer.from(value))
    case 'timestamp':
      return writeInteger(name, 8, 64, value.getTime())
    case 'uuid':
      break
  }
  return writeUuid(name, value)
}

/**
 * The header block of a message, in the order of the keys.
 *
 * @throws {WireError} `argument` for what has no encoding.
 */
export function writeHeaders(headers: MessageHeaders): Buffer {
  const parts: Uint8Array[] = []
  for (const [name, value] of Object.entries(headers)) {
    const nameBytes = Buffer.from(name)
    if (nameBytes.length === 0 || nameBytes.length > mostNameBytes)
      throw unencodable(name, `has a name of ${nameBytes.length} bytes; it needs 1 to ${mostNameBytes}`)
    parts.push(Uint8Array.of(nameBytes.length), nameBytes, writeValue(name, value))
  }
  const block = Buffer.concat(parts)
  if (block.length > mostHeaderBytes)
    throw new WireError('argument', `Headers of ${block.length} bytes; at most ${mostHeaderBytes} are allowed`)
  return block
}
