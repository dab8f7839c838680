import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { EventStreamDecoder, EventStreamError, encodeChunk, encodeErrorFrame, encodeMessage, padding } from './index.js'
import type { EventStreamErrorCode, EventStreamMessage, MessageHeaders } from './index.js'

/** Mulberry32: a small generator with a seed, so that a failure comes back. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

function pick<T>(all: readonly T[], index: number): T {
  const one = all.at(index)
  if (one === undefined) throw new Error(`nothing at ${index}`)
  return one
}

const signatures = new WeakMap<MessageHeaders, string>()
function signatureOf({ headers, payload }: EventStreamMessage): string {
  let known = signatures.get(headers)
  if (known === undefined) {
    known = Object.entries(headers)
      .map(([name, { type, value }]) => `${name} ${type} ${value instanceof Date ? value.getTime() : String(value)}`)
      .join('\n')
    signatures.set(headers, known)
  }
  return `${known}\n\n${Buffer.from(payload).toString('latin1')}`
}

interface Stream {
  readonly bytes: Buffer
  /** Where the messages begin, and where the last one ends. */
  readonly borders: readonly number[]
  readonly frames: readonly { readonly bytes: Buffer; readonly signature: string }[]
}

function toStream(encoded: readonly Uint8Array[]): Stream {
  const frames = encoded.map((bytes) => {
    const signature = new EventStreamDecoder().push(bytes).map(signatureOf).join('')
    return { bytes: Buffer.from(bytes), signature }
  })
  const borders = [0]
  for (const { bytes } of frames) borders.push(borders.at(-1)! + bytes.length)
  return { bytes: Buffer.concat(encoded), borders, frames }
}

/**
 * All that may be believed of a damaged stream: the messages at its beginning that are, byte for byte, messages of
 * the sound one. No framing can see that a whole message was left out or came twice.
 */
function believable(damaged: Buffer, { frames }: Stream): { signatures: string[]; whole: boolean } {
  const signatures: string[] = []
  let at = 0
  for (;;) {
    const here = frames.find(({ bytes }) => bytes.equals(damaged.subarray(at, at + bytes.length)))
    if (here === undefined) return { signatures, whole: at === damaged.length }
    signatures.push(here.signature)
    at += here.bytes.length
  }
}

const mixed: MessageHeaders = {
  yes: { type: 'boolean', value: true },
  small: { type: 'byte', value: -3 },
  large: { type: 'long', value: 2n ** 62n },
  blob: { type: 'binary', value: Buffer.from([0, 0, 0, 0, 255]) },
  when: { type: 'timestamp', value: new Date(1_700_000_000_000) },
  id: { type: 'uuid', value: '01020304-0506-0708-090a-0b0c0d0e0f10' },
}

const streams: readonly Stream[] = [
  toStream(
    [0, 1, 2, 3].map((index) => encodeChunk(`{"type":"content_block_stop","index":${index}}`, padding(index * 9))),
  ),
  toStream([
    encodeMessage({}, new Uint8Array()),
    encodeMessage({}, Buffer.alloc(60)),
    encodeMessage({}, new Uint8Array()),
  ]),
  toStream([encodeMessage(mixed, Buffer.from('one')), encodeMessage(mixed, Buffer.from('two'))]),
  toStream([
    encodeChunk('{"type":"ping"}', 'ab'),
    encodeErrorFrame('Broken', 'It broke'),
    encodeMessage(mixed, Buffer.alloc(3)),
  ]),
]

type Random = (below: number) => number

/** Ways to damage a stream. Each is given the borders, so that it can hurt where it hurts most. */
const damages: Readonly<Record<string, (bytes: Buffer, random: Random, borders: readonly number[]) => Buffer>> = {
  'flip a bit': (bytes, random) => {
    const damaged = Buffer.from(bytes)
    damaged[random(damaged.length)]! ^= 1 << random(8)
    return damaged
  },
  'flip many bits': (bytes, random) => {
    const damaged = Buffer.from(bytes)
    for (let count = 2 + random(12); count > 0; count--) damaged[random(damaged.length)]! ^= 1 << random(8)
    return damaged
  },
  truncate: (bytes, random) => bytes.subarray(0, random(bytes.length)),
  'cut out': (bytes, random) => {
    const from = random(bytes.length)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + random(40))])
  },
  duplicate: (bytes, random) => {
    const from = random(bytes.length)
    const to = from + 1 + random(40)
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])
  },
  insert: (bytes, random) => {
    const at = random(bytes.length + 1)
    const noise = Buffer.from(Array.from({ length: 1 + random(20) }, () => random(256)))
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)])
  },
  'swap two pieces': (bytes, random) => {
    const [one, two, three] = [random(bytes.length), random(bytes.length), random(bytes.length)].toSorted(
      (a, b) => a - b,
    )
    return Buffer.concat([
      bytes.subarray(0, one),
      bytes.subarray(two, three),
      bytes.subarray(one, two),
      bytes.subarray(three),
    ])
  },
  'change a length': (bytes, random, borders) => changeLength(bytes, random, borders, false),
  'change a length and make the checksum of the prelude right': (bytes, random, borders) =>
    changeLength(bytes, random, borders, true),
}

function changeLength(bytes: Buffer, random: Random, borders: readonly number[], forge: boolean): Buffer {
  const damaged = Buffer.from(bytes)
  const start = borders.at(random(borders.length - 1)) ?? 0
  const at = start + 4 * random(2)
  const near = damaged.readUInt32BE(at) + random(65) - 32
  damaged.writeUInt32BE((random(4) === 0 ? random(2 ** 32) : near) >>> 0, at)
  if (forge) damaged.writeUInt32BE(crc32(damaged.subarray(start, start + 8)), start + 8)
  return damaged
}

/** A message without payload around any header block, with true checksums. */
function sealed(block: Buffer): Buffer {
  const message = Buffer.alloc(16 + block.length)
  message.writeUInt32BE(message.length, 0)
  message.writeUInt32BE(block.length, 4)
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8)
  message.set(block, 12)
  message.writeUInt32BE(crc32(message.subarray(0, -4)), message.length - 4)
  return message
}

interface Outcome {
  readonly signatures: readonly string[]
  readonly fault?: EventStreamErrorCode
  /** Most bytes ever held. */
  readonly held: number
}

const bound = 4096

/** Decodes in random pieces, the way a hostile or broken network would hand them over. */
function decode(bytes: Buffer, random: Random): Outcome {
  const decoder = new EventStreamDecoder({ maxMessageBytes: bound })
  const messages: EventStreamMessage[] = []
  const longest = 1 + random(200)
  let held = 0
  try {
    for (let at = 0; at < bytes.length;) {
      const size = 1 + random(longest)
      messages.push(...decoder.push(bytes.subarray(at, at + size)))
      held = Math.max(held, decoder.buffered)
      at += size
    }
    decoder.end()
    return { signatures: messages.map(signatureOf), held }
  } catch (error) {
    if (!(error instanceof EventStreamError)) throw error
    held = Math.max(held, decoder.buffered)
    return { signatures: [...messages, ...error.messages].map(signatureOf), fault: error.code, held }
  }
}

describe('damaged event streams', () => {
  test('100,000 damaged streams: nothing wrong is taken for right, and nothing is held without bound', () => {
    const random = randomFrom(0x07c209)
    const kinds = Object.entries(damages)
    const counts: Record<string, number> = {}
    for (let run = 0; run < 100_000; run++) {
      const stream = pick(streams, random(streams.length))
      const [name, damage] = pick(kinds, run % kinds.length)
      const damaged = damage(stream.bytes, random, stream.borders)
      const expected = believable(damaged, stream)
      const { signatures, fault, held } = decode(damaged, random)

      const isTrue =
        signatures.length === expected.signatures.length &&
        signatures.every((signature, index) => signature === expected.signatures[index])
      if (!isTrue || (fault === undefined) !== expected.whole || held >= bound)
        throw new Error(`run ${run}, ${name}: ${damaged.toString('hex')} gave ${String(fault)}`)

      const soundFrames = stream.frames.slice(0, signatures.length)
      const isBeginning = soundFrames.every((frame, index) => frame.signature === signatures[index])
      const harmless = damaged.equals(stream.bytes) ? 'untouched' : isBeginning ? 'cut at a border' : 'rearranged'
      const verdict = fault ?? harmless
      counts[verdict] = (counts[verdict] ?? 0) + 1
    }
    expect(counts).toMatchInlineSnapshot(`
      {
        "cut at a border": 196,
        "message_checksum": 52606,
        "message_length": 5535,
        "prelude_checksum": 24450,
        "rearranged": 10,
        "truncated": 16277,
        "untouched": 926,
      }
    `)
  }, 120_000)

  test('20,000 damaged header blocks under true checksums: refused, or read as what they spell', () => {
    const random = randomFrom(0x0b10c)
    const sound = Buffer.from(encodeMessage(mixed, new Uint8Array())).subarray(12, -4)
    const kinds = Object.entries(damages).filter(([name]) => !name.startsWith('change a length'))
    let refused = 0
    let read = 0
    for (let run = 0; run < 20_000; run++) {
      const [, damage] = pick(kinds, run % kinds.length)
      const block = damage(sound, random, [])
      const message = sealed(block)
      try {
        const again = new EventStreamDecoder()
          .push(message)
          .map(({ headers }) => encodeMessage(headers, new Uint8Array()))
        // Each header has one spelling only, so what was read must be written as it was.
        if (!message.equals(Buffer.concat(again)))
          throw new Error(`run ${run}: ${block.toString('hex')} was read as something else`)
        read++
      } catch (error) {
        if (!(error instanceof EventStreamError) || error.code !== 'headers') throw error
        refused++
      }
    }
    expect({ refused, read }).toMatchInlineSnapshot(`
      {
        "read": 3278,
        "refused": 16722,
      }
    `)
  })
})
