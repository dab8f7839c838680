import { describe, expect, test } from 'vitest'
import { EventStreamDecoder, WireError, encodeMessage } from './index.js'
import type { HeaderValue } from './index.js'

const encode = (value: HeaderValue, name = 'a') => encodeMessage({ [name]: value }, new Uint8Array())
const roundTrip = (value: HeaderValue, name = 'a') =>
  new EventStreamDecoder().push(encode(value, name)).map(({ headers }) => headers[name])

describe('encodeMessage', () => {
  test.each<HeaderValue>([
    { type: 'boolean', value: true },
    { type: 'boolean', value: false },
    { type: 'byte', value: -128 },
    { type: 'byte', value: 127 },
    { type: 'short', value: -32_768 },
    { type: 'short', value: 32_767 },
    { type: 'integer', value: -2_147_483_648 },
    { type: 'integer', value: 2_147_483_647 },
    { type: 'long', value: -(2n ** 63n) },
    { type: 'long', value: 2n ** 63n - 1n },
    { type: 'string', value: '' },
    { type: 'string', value: 'ä€𝄞'.repeat(3640) },
    { type: 'binary', value: Buffer.alloc(32_767, 7) },
    { type: 'timestamp', value: new Date(-1) },
    { type: 'timestamp', value: new Date(8_640_000_000_000_000) },
    { type: 'timestamp', value: new Date(-8_640_000_000_000_000) },
    { type: 'uuid', value: 'ffffffff-0000-4000-8000-0123456789ab' },
  ])('writes and reads the limits of $type', (value) => {
    expect(roundTrip(value)).toEqual([value])
  })

  test('writes a UUID of any case, and reads it in lower case', () => {
    const value = 'FFFFFFFF-0000-4000-8000-0123456789AB'
    expect(roundTrip({ type: 'uuid', value })).toEqual([{ type: 'uuid', value: value.toLowerCase() }])
  })

  test.each<[string, HeaderValue]>([
    ['byte 128', { type: 'byte', value: 128 }],
    ['byte 1.5', { type: 'byte', value: 1.5 }],
    ['byte NaN', { type: 'byte', value: Number.NaN }],
    ['short -32,769', { type: 'short', value: -32_769 }],
    ['integer 2^31', { type: 'integer', value: 2 ** 31 }],
    ['integer Infinity', { type: 'integer', value: Number.POSITIVE_INFINITY }],
    ['long 2^63', { type: 'long', value: 2n ** 63n }],
    ['a string of 32,768 bytes', { type: 'string', value: 'ä'.repeat(16_384) }],
    ['a binary of 32,768 bytes', { type: 'binary', value: new Uint8Array(32_768) }],
    ['a date that is none', { type: 'timestamp', value: new Date(Number.NaN) }],
    ['a UUID without dashes', { type: 'uuid', value: 'ffffffff000040008000012345678 9ab' }],
    ['a UUID with more behind it', { type: 'uuid', value: 'ffffffff-0000-4000-8000-0123456789ab0' }],
  ])('refuses %s', (_, value) => {
    expect(() => encode(value)).toThrow(expect.objectContaining({ code: 'argument', name: 'WireError' }))
  })

  test('refuses a name of no bytes and one of more than 255, and takes one of 255', () => {
    const yes: HeaderValue = { type: 'boolean', value: true }
    expect(() => encode(yes, '')).toThrow(WireError)
    expect(() => encode(yes, 'ä'.repeat(128))).toThrow(WireError)
    const name = 'n'.repeat(255)
    expect(roundTrip(yes, name)).toEqual([yes])
  })

  test('refuses more than 128 KiB of headers, and takes as much', () => {
    const quarter: HeaderValue = { type: 'binary', value: new Uint8Array(32 * 1024 - 5) }
    const most = { a: quarter, b: quarter, c: quarter, d: quarter }
    expect(encodeMessage(most, new Uint8Array())).toHaveLength(16 + 128 * 1024)
    expect(() => encodeMessage({ ...most, dd: quarter }, new Uint8Array())).toThrow(WireError)
    expect(() =>
      encodeMessage({ ...most, d: { type: 'binary', value: new Uint8Array(32 * 1024 - 4) } }, new Uint8Array()),
    ).toThrow(WireError)
  })

  test('refuses more than 24 MiB of payload, and takes as much', () => {
    const most = 24 * 1024 * 1024
    expect(encodeMessage({}, new Uint8Array(most))).toHaveLength(16 + most)
    expect(() => encodeMessage({}, new Uint8Array(most + 1))).toThrow(WireError)
  })

  test('never quotes a value in its refusal', () => {
    expect(() => encode({ type: 'uuid', value: 'secret-value' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    )
  })
})
