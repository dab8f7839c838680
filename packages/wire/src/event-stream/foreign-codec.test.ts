import assert from 'node:assert/strict'
import { EventStreamCodec, Int64 } from '@smithy/eventstream-codec'
import { fromUtf8, toUtf8 } from '@smithy/util-utf8'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventStreamDecoder, encodeMessage } from './index.js'
import type { EventStreamMessage, HeaderValue } from './index.js'

// AWS's codec is the judge of ours in both directions.

const codec = new EventStreamCodec(toUtf8, fromUtf8)
const seed = 20_261_122

type ForeignHeaders = Parameters<EventStreamCodec['encode']>[0]['headers']
type ForeignValue = ForeignHeaders[string]

function toForeign(header: HeaderValue): ForeignValue {
  if (header.type !== 'long') return header
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(header.value)
  return { type: 'long', value: new Int64(bytes) }
}

function fromForeign(header: ForeignValue): HeaderValue {
  if (header.type !== 'long') return header
  return { type: 'long', value: Buffer.from(header.value.bytes).readBigInt64BE() }
}

/** What a message is, in a form that two codecs' results can be compared in. */
const plain = ({ headers, payload }: EventStreamMessage) => ({
  headers: Object.entries(headers).map(([name, { type, value }]) => [
    name,
    type,
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  ]),
  payload: Buffer.from(payload).toString('hex'),
})

const hex = (digits: number) =>
  fc
    .array(fc.nat(15), { minLength: digits, maxLength: digits })
    .map((all) => all.map((one) => one.toString(16)).join(''))

const headerValue: fc.Arbitrary<HeaderValue> = fc.oneof(
  fc.record({ type: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.record({ type: fc.constant('byte' as const), value: fc.integer({ min: -128, max: 127 }) }),
  fc.record({ type: fc.constant('short' as const), value: fc.integer({ min: -32_768, max: 32_767 }) }),
  fc.record({ type: fc.constant('integer' as const), value: fc.integer() }),
  fc.record({ type: fc.constant('long' as const), value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) }),
  fc.record({ type: fc.constant('binary' as const), value: fc.uint8Array({ maxLength: 40 }) }),
  fc.record({ type: fc.constant('string' as const), value: fc.string({ unit: 'grapheme', maxLength: 40 }) }),
  fc.record({ type: fc.constant('timestamp' as const), value: fc.date({ noInvalidDate: true }) }),
  fc.record({
    type: fc.constant('uuid' as const),
    value: fc.tuple(hex(8), hex(4), hex(4), hex(4), hex(12)).map((parts) => parts.join('-')),
  }),
)

// AWS's codec keeps headers in an ordinary object, so a name that means something there is not its strength.
const headerName = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((name) => !(name in {}) && !/^\d+$/.test(name) && Buffer.byteLength(name) <= 255)

const message: fc.Arbitrary<EventStreamMessage> = fc.record({
  headers: fc.dictionary(headerName, headerValue, { maxKeys: 5, noNullPrototype: true }),
  payload: fc.uint8Array({ maxLength: 120 }),
})

const encodeForeign = ({ headers, payload }: EventStreamMessage) =>
  codec.encode({
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, toForeign(value)])),
    body: payload,
  })

const decodeForeign = (bytes: Uint8Array): EventStreamMessage => {
  const { headers, body } = codec.decode(bytes)
  return {
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fromForeign(value)])),
    payload: body,
  }
}

describe("against AWS's codec", () => {
  test('both encode every message to the same bytes', () => {
    fc.assert(
      fc.property(message, (original) => {
        const ours = encodeMessage(original.headers, original.payload)
        expect(Buffer.from(ours).toString('hex')).toBe(Buffer.from(encodeForeign(original)).toString('hex'))
      }),
      { numRuns: 2000, seed },
    )
  })

  test('it decodes what we encode', () => {
    fc.assert(
      fc.property(message, (original) => {
        expect(plain(decodeForeign(encodeMessage(original.headers, original.payload)))).toEqual(plain(original))
      }),
      { numRuns: 2000, seed },
    )
  })

  test('we decode what it encodes, at every split point', () => {
    let splits = 0
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), (originals) => {
        const stream = Buffer.concat(originals.map(encodeForeign))
        const expected = JSON.stringify(originals.map(plain), (_, value: unknown) =>
          typeof value === 'bigint' ? `${value}n` : value,
        )
        for (let cut = 0; cut <= stream.length; cut++, splits++) {
          const decoder = new EventStreamDecoder()
          const messages = [...decoder.push(stream.subarray(0, cut)), ...decoder.push(stream.subarray(cut))]
          decoder.end()
          const seen = JSON.stringify(messages.map(plain), (_, value: unknown) =>
            typeof value === 'bigint' ? `${value}n` : value,
          )
          assert.equal(seen, expected)
        }
      }),
      { numRuns: 100, seed },
    )
    expect(splits).toBeGreaterThan(20_000)
  })

  test('we decode what it encodes, in pieces of any sizes', () => {
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }),
        (originals, sizes) => {
          const stream = Buffer.concat(originals.map(encodeForeign))
          const decoder = new EventStreamDecoder()
          const messages: EventStreamMessage[] = []
          for (let at = 0, turn = 0; at < stream.length; turn++) {
            const size = sizes.at(turn % sizes.length) ?? 1
            messages.push(...decoder.push(stream.subarray(at, at + size)))
            at += size
          }
          decoder.end()
          expect(messages.map(plain)).toEqual(originals.map(plain))
        },
      ),
      { numRuns: 1000, seed },
    )
  })
})
