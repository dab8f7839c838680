import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { EventStreamDecoder, EventStreamError, WireError, encodeEventFrame, encodeMessage } from './index.js'
import type { EventStreamMessage, MessageHeaders } from './index.js'

const text = (message: EventStreamMessage) => Buffer.from(message.payload).toString()

/** A message with true checksums around any header block and any claim about lengths. */
function forge(parts: { headers?: Uint8Array; payload?: Uint8Array; total?: number; headerLength?: number }): Buffer {
  const headers = parts.headers ?? Buffer.alloc(0)
  const payload = parts.payload ?? Buffer.alloc(0)
  const message = Buffer.alloc(16 + headers.length + payload.length)
  message.writeUInt32BE(parts.total ?? message.length, 0)
  message.writeUInt32BE(parts.headerLength ?? headers.length, 4)
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8)
  message.set(headers, 12)
  message.set(payload, 12 + headers.length)
  message.writeUInt32BE(crc32(message.subarray(0, -4)), message.length - 4)
  return message
}

const header = (name: string, type: number, ...value: number[]) =>
  Buffer.concat([Uint8Array.of(Buffer.byteLength(name)), Buffer.from(name), Uint8Array.of(type, ...value)])

function failureOf(action: () => unknown): EventStreamError {
  try {
    action()
  } catch (error) {
    if (error instanceof EventStreamError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const first = encodeEventFrame('chunk', 'first')
const second = encodeEventFrame('metadata', 'second')
const both = Buffer.concat([first, second])

describe('EventStreamDecoder: pieces', () => {
  test('gives each message once it is whole, wherever the bytes were cut', () => {
    for (let cut = 0; cut <= both.length; cut++) {
      const decoder = new EventStreamDecoder()
      const before = decoder.push(both.subarray(0, cut))
      expect(before).toHaveLength(cut < first.length ? 0 : cut < both.length ? 1 : 2)
      const after = decoder.push(both.subarray(cut))
      decoder.end()
      expect([...before, ...after].map(text)).toEqual(['first', 'second'])
    }
  })

  test('gives the same byte by byte, and holds exactly what is unfinished', () => {
    const decoder = new EventStreamDecoder()
    const messages: EventStreamMessage[] = []
    for (const [index, byte] of both.entries()) {
      messages.push(...decoder.push(Uint8Array.of(byte)))
      expect(decoder.buffered).toBe(
        (index + 1) % both.length === 0 ? 0 : index < first.length - 1 ? index + 1 : index + 1 - first.length,
      )
    }
    decoder.end()
    expect(messages.map(text)).toEqual(['first', 'second'])
  })

  test('reads plain Uint8Arrays, also with an offset in their memory', () => {
    const memory = new Uint8Array(both.length + 7)
    memory.set(both, 7)
    expect(new EventStreamDecoder().push(memory.subarray(7)).map(text)).toEqual(['first', 'second'])
  })

  test('reads a whole message in place: the payload is a view of the pushed bytes', () => {
    const pushed = Buffer.from(first)
    const [message] = new EventStreamDecoder().push(pushed)
    expect(message?.payload.buffer).toBe(pushed.buffer)
  })

  test('keeps a copy of what is unfinished, so that the caller may reuse its buffer', () => {
    const decoder = new EventStreamDecoder()
    const buffer = Buffer.from(first.subarray(0, 90))
    decoder.push(buffer)
    buffer.fill(0)
    expect(decoder.push(first.subarray(90)).map(text)).toEqual(['first'])
  })

  test('an empty piece changes nothing', () => {
    const decoder = new EventStreamDecoder()
    expect(decoder.push(new Uint8Array())).toEqual([])
    decoder.push(first.subarray(0, 3))
    expect(decoder.push(new Uint8Array())).toEqual([])
    expect(decoder.push(first.subarray(3)).map(text)).toEqual(['first'])
  })
})

describe('EventStreamDecoder: the end', () => {
  test('a stream that ends between messages is whole', () => {
    const decoder = new EventStreamDecoder()
    expect(() => decoder.end()).not.toThrow()
    decoder.push(first)
    expect(() => decoder.end()).not.toThrow()
  })

  test('a stream that ends inside a message is truncated, at every byte of it, its first length included', () => {
    for (let cut = 1; cut < second.length; cut++) {
      const decoder = new EventStreamDecoder()
      expect(decoder.push(both.subarray(0, first.length + cut)).map(text)).toEqual(['first'])
      expect(failureOf(() => decoder.end()).code).toBe('truncated')
      expect(decoder.buffered).toBe(0)
    }
  })
})

describe('EventStreamDecoder: after an error', () => {
  const broken = Buffer.from(second)
  broken[broken.length - 6]! ^= 1

  test('the messages that came before the bad one in the same piece are in the error', () => {
    const failure = failureOf(() => new EventStreamDecoder().push(Buffer.concat([first, broken, first])))
    expect(failure.code).toBe('message_checksum')
    expect(failure.messages.map(text)).toEqual(['first'])
  })

  test('the decoder is dead: sound messages that follow are not read, and the error is the same', () => {
    const decoder = new EventStreamDecoder()
    const failure = failureOf(() => decoder.push(broken))
    expect(failureOf(() => decoder.push(first))).toBe(failure)
    expect(failureOf(() => decoder.end())).toBe(failure)
    expect(decoder.buffered).toBe(0)
  })

  test('a truncated stream is dead too', () => {
    const decoder = new EventStreamDecoder()
    decoder.push(first.subarray(0, 3))
    const failure = failureOf(() => decoder.end())
    expect(failureOf(() => decoder.push(first.subarray(3)))).toBe(failure)
  })

  test('is a WireError that does not show the payload', () => {
    const failure = failureOf(() => new EventStreamDecoder().push(broken))
    expect(failure).toBeInstanceOf(WireError)
    expect(failure.name).toBe('EventStreamError')
    expect(failure.message).not.toContain('second')
  })
})

describe('EventStreamDecoder: lengths and bounds', () => {
  test('a prelude whose checksum is wrong is refused before its length is waited for', () => {
    const message = Buffer.from(first)
    message.writeUInt32BE(first.length + 1, 0)
    const decoder = new EventStreamDecoder()
    decoder.push(message.subarray(0, 11))
    expect(failureOf(() => decoder.push(message.subarray(11, 12))).code).toBe('prelude_checksum')
  })

  test.each([
    ['less than a message can have', 15, 0],
    ['nothing', 0, 0],
    ['headers that leave no room for the checksum', 20, 5],
    ['headers longer than the message', 20, 4_000_000_000],
  ])('a message of %s is refused', (_, total, headerLength) => {
    const prelude = forge({ total, headerLength }).subarray(0, 12)
    expect(failureOf(() => new EventStreamDecoder().push(prelude)).code).toBe('message_length')
  })

  test('a message longer than the bound is refused by its prelude alone, and none of it is kept', () => {
    const decoder = new EventStreamDecoder({ maxMessageBytes: 1000 })
    const prelude = forge({ total: 1001 }).subarray(0, 12)
    expect(failureOf(() => decoder.push(prelude)).code).toBe('message_length')
    expect(decoder.buffered).toBe(0)
  })

  test('the bound also holds when the prelude comes in pieces', () => {
    const decoder = new EventStreamDecoder({ maxMessageBytes: 1000 })
    const prelude = forge({ total: 4_294_967_295 }).subarray(0, 12)
    decoder.push(prelude.subarray(0, 5))
    expect(failureOf(() => decoder.push(prelude.subarray(5))).code).toBe('message_length')
  })

  test('a message exactly as long as the bound is read', () => {
    const decoder = new EventStreamDecoder({ maxMessageBytes: first.length })
    expect(decoder.push(first).map(text)).toEqual(['first'])
    const tight = new EventStreamDecoder({ maxMessageBytes: first.length - 1 })
    expect(failureOf(() => tight.push(first)).code).toBe('message_length')
  })

  test('by default reads what AWS allows a sender, and not a byte more', () => {
    const most = 16 + 128 * 1024 + 24 * 1024 * 1024
    const decoder = new EventStreamDecoder()
    expect(decoder.push(forge({ total: most, headerLength: 128 * 1024 }).subarray(0, 12))).toEqual([])
    const prelude = forge({ total: most + 1 }).subarray(0, 12)
    expect(failureOf(() => new EventStreamDecoder().push(prelude)).code).toBe('message_length')
  })

  test('a long message announced but not sent costs no memory', () => {
    const decoders = Array.from({ length: 200 }, () => new EventStreamDecoder())
    const prelude = forge({ total: 24 * 1024 * 1024 }).subarray(0, 12)
    const before = process.memoryUsage().arrayBuffers
    for (const decoder of decoders) decoder.push(prelude)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024)
    expect(decoders.every((decoder) => decoder.buffered === 12)).toBe(true)
  })

  test('a bound that no message could keep is refused', () => {
    for (const maxMessageBytes of [15, -1, Number.NaN])
      expect(() => new EventStreamDecoder({ maxMessageBytes })).toThrow(WireError)
  })
})

describe('EventStreamDecoder: headers', () => {
  test.each<[string, Uint8Array]>([
    ['a name that occurs twice', Buffer.concat([header('a', 0), header('b', 1), header('a', 1)])],
    ['no name', header('', 0)],
    ['a name that reaches past the block', Buffer.from([5, 0x61, 0])],
    ['a name that is not UTF-8', Buffer.from([2, 0xc3, 0x28, 0])],
    ['no type', Buffer.from([1, 0x61])],
    ['a type that does not exist', header('a', 10)],
    ['a boolean of a third kind', header('a', 255)],
    ['a byte without its value', header('a', 2)],
    ['a short cut off', header('a', 3, 1)],
    ['an integer cut off', header('a', 4, 1, 2, 3)],
    ['a long cut off', header('a', 5, 1, 2, 3, 4, 5, 6, 7)],
    ['a binary without its length', header('a', 6, 0)],
    ['a binary longer than the block', header('a', 6, 0, 2, 1)],
    ['a string longer than the block', header('a', 7, 0xff, 0xff, 0x61)],
    ['a string that is not UTF-8', header('a', 7, 0, 1, 0x80)],
    ['a timestamp cut off', header('a', 8, 0, 0, 0, 0, 0, 0, 0)],
    ['a timestamp beyond any calendar', header('a', 8, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
    ['a UUID cut off', header('a', 9, ...Array.from({ length: 15 }, () => 7))],
  ])('%s is refused, though every checksum is right', (_, headers) => {
    const decoder = new EventStreamDecoder()
    expect(failureOf(() => decoder.push(forge({ headers, payload: Buffer.from('never read') }))).code).toBe('headers')
  })

  test('a header block cannot reach into the payload', () => {
    const headers = header('a', 7, 0, 5)
    const message = forge({ headers, payload: Buffer.from('12345') })
    expect(failureOf(() => new EventStreamDecoder().push(message)).code).toBe('headers')
  })

  test('names that mean something to JavaScript are names like any other', () => {
    const message = forge({ headers: Buffer.concat([header('__proto__', 0), header('constructor', 1)]) })
    const [headers = {}] = new EventStreamDecoder().push(message).map((one) => one.headers)
    expect(Object.keys(headers)).toEqual(['__proto__', 'constructor'])
    expect(headers['__proto__']).toEqual({ type: 'boolean', value: true })
    expect(headers['toString']).toBeUndefined()
  })

  test('an equal block gives the same headers without reading them again; another gives others', () => {
    const decoder = new EventStreamDecoder()
    const types = ['chunk', 'chunk', 'other', 'chunk', 'metadata', 'chunk']
    const headers = decoder
      .push(Buffer.concat(types.map((type) => encodeEventFrame(type, ''))))
      .map((one) => one.headers)
    expect(headers.map((one) => one[':event-type']?.value)).toEqual(types)
    expect(headers[1]).toBe(headers[0])
  })

  test('a block that is the beginning of the one before, or goes on after it, is another block', () => {
    const long = forge({ headers: Buffer.concat([header('a', 0), header('b', 0)]) })
    const short = forge({ headers: header('a', 0) })
    const none = forge({})
    const seen = new EventStreamDecoder().push(Buffer.concat([long, short, long, none, short]))
    expect(seen.map(({ headers }) => Object.keys(headers).join(''))).toEqual(['ab', 'a', 'ab', '', 'a'])
  })

  test.each<MessageHeaders>([
    { blob: { type: 'binary', value: Buffer.from('abc') } },
    { when: { type: 'timestamp', value: new Date(1000) } },
  ])('what one reader writes to its headers no other message sees', (headers) => {
    const message = Buffer.from(encodeMessage(headers, new Uint8Array()))
    const decoder = new EventStreamDecoder()
    for (const one of decoder.push(message))
      for (const { value } of Object.values(one.headers)) {
        if (value instanceof Uint8Array) value.fill(0)
        if (value instanceof Date) value.setTime(0)
      }
    const again = decoder.push(message).map((one) => one.headers)
    expect(again.map((one) => ({ ...one }))).toEqual([headers])
    expect(again.every((one) => Object.isFrozen(one) && Object.values(one).every(Object.isFrozen))).toBe(true)
  })
})
