import { isUtf8 } from 'node:buffer'
import { EventStreamError } from './event-stream-error.js'
import type { HeaderValue, MessageHeaders } from './message.js'

// A header: u8 length of the name | name | u8 type | value, with a u16be length first where the type has no
// fixed one.

const lastTimestamp = 8_640_000_000_000_000n

/** Walks over a header block and refuses to step outside it. */
class HeaderBlock {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get done(): boolean {
    return this.#at === this.#bytes.length
  }

  take(length: number): Buffer {
    const end = this.#at + length
    if (end > this.#bytes.length) throw malformed('a header reaches past the end of the header block')
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }

  takeText(length: number): string {
    const bytes = this.take(length)
    if (!isUtf8(bytes)) throw malformed('a header is not UTF-8')
    return bytes.toString('utf8')
  }

  takeByte(): number {
    return this.take(1).readUInt8()
  }

  takeLength(): number {
    return this.take(2).readUInt16BE()
  }
}

function malformed(what: string): EventStreamError {
  return new EventStreamError('headers', `Malformed event-stream headers: ${what}`)
}

function toUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function toDate(milliseconds: bigint): Date {
  if (milliseconds > lastTimestamp || milliseconds < -lastTimestamp) throw malformed('a timestamp beyond any calendar')
  return new Date(Number(milliseconds))
}

function takeValue(block: HeaderBlock): HeaderValue {
  const type = block.takeByte()
  switch (type) {
    case 0:
      return { type: 'boolean', value: true }
    case 1:
      return { type: 'boolean', value: false }
    case 2:
      return { type: 'byte', value: block.take(1).readInt8() }
    case 3:
      return { type: 'short', value: block.take(2).readInt16BE() }
    case 4:
      return { type: 'integer', value: block.take(4).readInt32BE() }
    case 5:
      return { type: 'long', value: block.take(8).readBigInt64BE() }
    case 6:
      return { type: 'binary', value: block.take(block.takeLength()) }
    case 7:
      return { type: 'string', value: block.takeText(block.takeLength()) }
    case 8:
      return { type: 'timestamp', value: toDate(block.take(8).readBigInt64BE()) }
    case 9:
      return { type: 'uuid', value: toUuid(block.take(16)) }
    default:
      throw malformed(`there is no value type ${type}`)
  }
}

/**
 * Reads a whole header block, which it keeps views of. The result and its values are frozen and have no
 * prototype, so that no header name (`__proto__`, `constructor`) can mean anything but itself.
 *
 * @throws {EventStreamError} `headers`
 */
function readHeaders(bytes: Buffer): MessageHeaders {
  const headers = Object.create(null) as Record<string, HeaderValue>
  const block = new HeaderBlock(bytes)
  while (!block.done) {
    const nameLength = block.takeByte()
    if (nameLength === 0) throw malformed('a header without a name')
    const name = block.takeText(nameLength)
    if (name in headers) throw malformed('a header name occurs twice')
    headers[name] = Object.freeze(takeValue(block))
  }
  return Object.freeze(headers)
}

function sameBytes(bytes: Uint8Array, start: number, end: number, known: Uint8Array): boolean {
  if (end - start !== known.length) return false
  for (let index = 0; index < known.length; index++) if (bytes[start + index] !== known[index]) return false
  return true
}

const isImmutable = ({ type }: HeaderValue) => type !== 'binary' && type !== 'timestamp'

/**
 * Reads header blocks, and remembers the last one: the frames of an answer carry the same block again and again,
 * and comparing is many times cheaper than reading. A block with values that a caller could write to is not
 * remembered, or one message's reader could change another's headers.
 */
export class HeaderReader {
  #block: Uint8Array = new Uint8Array()
  #headers: MessageHeaders = readHeaders(Buffer.alloc(0))

  /** @throws {EventStreamError} `headers` */
  read(bytes: Uint8Array, start: number, end: number): MessageHeaders {
    if (sameBytes(bytes, start, end, this.#block)) return this.#headers
    const block = Buffer.from(bytes.subarray(start, end))
    const headers = readHeaders(block)
    if (Object.values(headers).every(isImmutable)) {
      this.#block = block
      this.#headers = headers
    }
    return headers
  }
}
