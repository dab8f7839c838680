import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventStreamDecoder, WireError, decodeChunk, encodeChunk, padding, readFrame } from './index.js'
import type { BedrockFrame } from './index.js'

function frameOf(bytes: Uint8Array): BedrockFrame & { kind: 'event' } {
  const [frame] = new EventStreamDecoder().push(bytes).map(readFrame)
  if (frame?.kind !== 'event') throw new Error('no event')
  return frame
}
const payloadOf = (bytes: Uint8Array) => Buffer.from(frameOf(bytes).payload)
const base64 = (text: string) => Buffer.from(text).toString('base64')

/** What the payload means by the letter: JSON, then canonical base64, then UTF-8. */
function meaningOf(payload: Uint8Array): string | undefined {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload))
    const bytes = (parsed as { bytes?: unknown } | null)?.bytes
    if (typeof bytes !== 'string') return undefined
    const decoded = Buffer.from(bytes, 'base64')
    if (decoded.toString('base64') !== bytes) return undefined
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(decoded)
  } catch {
    return undefined
  }
}

function decodeOrUndefined(payload: Uint8Array): string | undefined {
  try {
    return decodeChunk(payload)
  } catch (error) {
    if (error instanceof WireError && error.code === 'chunk') return undefined
    throw error
  }
}

describe('chunks of InvokeModelWithResponseStream', () => {
  test('the golden chunk', () => {
    const frame = encodeChunk('{"type":"ping"}', 'abcd')
    expect(Buffer.from(frame).toString('hex')).toBe(
      '000000860000004bba8a02430b3a6576656e742d747970650700056368756e6b0d3a636f6e74656e742d747970650700106170' +
        '706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b226279746573223a2265794a30' +
        '6558426c496a6f6963476c755a794a39222c2270223a2261626364227ddc9d8443',
    )
    expect(decodeChunk(payloadOf(frame))).toBe('{"type":"ping"}')
  })

  test('any text and any padding come back, of any length', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.string({ maxLength: 300 }),
      fc.json(),
      fc.string({ unit: 'grapheme', minLength: 8000, maxLength: 9000, size: 'max' }),
    )
    fc.assert(
      fc.property(text, fc.nat(62), (json, length) => {
        const { eventType, payload } = frameOf(encodeChunk(json, padding(length)))
        expect(eventType).toBe('chunk')
        expect(decodeChunk(payload)).toBe(json)
        expect(JSON.parse(Buffer.from(payload).toString())).toEqual({
          bytes: base64(json),
          ...(length > 0 && { p: padding(length) }),
        })
      }),
      { numRuns: 300, seed: 20_261_122 },
    )
  })

  test('a text longer than any scratch space comes back', () => {
    for (const text of ['a'.repeat(100_000), 'ä€𝄞'.repeat(30_000)])
      expect(decodeChunk(payloadOf(encodeChunk(text, 'ab'))) === text).toBe(true)
  })

  test('every other spelling of the same object means the same', () => {
    const bytes = base64('{"type":"ping"}')
    for (const payload of [
      `{"bytes":"${bytes}"}`,
      `{"p":"abc","bytes":"${bytes}"}`,
      ` { "bytes" : "${bytes}" , "p" : "abc" }\n`,
      `{"bytes":"${bytes}","p":"a\\"b"}`,
      `{"bytes":"\\u0065${bytes.slice(1)}","p":"abc"}`,
      `{"\\u0062ytes":"${bytes}"}`,
      `{"bytes":"${bytes}","p":"ä","more":[{}]}`,
      `{"bytes":"AAAA","bytes":"${bytes}"}`,
      `{"bytes":"${bytes}" ,"p":"abc"}`,
    ])
      expect(decodeChunk(Buffer.from(payload))).toBe('{"type":"ping"}')
  })

  test('of two values of bytes the last counts, as for any JSON parser', () => {
    expect(decodeChunk(Buffer.from(`{"bytes":"${base64('one')}","bytes":"${base64('two')}"}`))).toBe('two')
  })

  test.each([
    ['nothing', ''],
    ['no JSON', '{"bytes":"AAAA"'],
    ['no JSON after the padding', '{"bytes":"AAAA","p":"abc"}}'],
    ['something behind the object', '{"bytes":"AAAA"}{}'],
    ['null', 'null'],
    ['an array', '["bytes"]'],
    ['no bytes', '{"p":"abc"}'],
    ['bytes that are no string', '{"bytes":12}'],
    ['base64 of the wrong length', '{"bytes":"AAAAA"}'],
    ['base64 without its padding', '{"bytes":"AAA"}'],
    ['base64 with too much padding', '{"bytes":"AAAA===="}'],
    ['base64 with padding inside', '{"bytes":"AA==AAAA"}'],
    ['base64 with bits left over in one byte', '{"bytes":"AB=="}'],
    ['base64 with bits left over in two bytes', '{"bytes":"AAB="}'],
    ['base64 for URLs', '{"bytes":"AA-_"}'],
    ['base64 with a space', '{"bytes":"AA AA"}'],
    ['base64 of what is not UTF-8', '{"bytes":"gICA","p":"abc"}'],
    ['a surrogate in base64', '{"bytes":"7aCA"}'],
  ])('%s is refused', (_, payload) => {
    expect(meaningOf(Buffer.from(payload))).toBeUndefined()
    expect(() => decodeChunk(Buffer.from(payload))).toThrow(expect.objectContaining({ code: 'chunk' }))
  })

  test('never shows the payload in its refusal, nor in a cause', () => {
    let shown = ''
    try {
      decodeChunk(Buffer.from('{"secret'))
    } catch (error) {
      shown = inspect(error)
    }
    expect(shown).toContain('is not JSON')
    expect(shown).not.toContain('{"secret')
  })

  test('however a payload is damaged, it means what JSON, base64 and UTF-8 say, or nothing', () => {
    const alphabet = Buffer.from('{}":,\\ \tbytespA/+=-_09\u0000é')
    const damage = fc.record({
      at: fc.nat(400),
      cut: fc.nat(3),
      byte: fc.constantFrom(...alphabet),
      twice: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.nat(12),
        fc.array(damage),
        (text, length, damages) => {
          let payload = payloadOf(encodeChunk(text, padding(length)))
          for (const { at, cut, byte, twice } of damages) {
            const place = at % (payload.length + 1)
            const insert = twice ? [byte, byte] : cut === 0 ? [] : [byte]
            payload = Buffer.concat([payload.subarray(0, place), Buffer.from(insert), payload.subarray(place + cut)])
          }
          expect(decodeOrUndefined(payload)).toBe(meaningOf(payload))
        },
      ),
      { numRuns: 20_000, seed: 20_261_122 },
    )
  })

  test('padding is the beginning of a…zA…Z0…9', () => {
    expect(padding(0)).toBe('')
    expect(padding(28)).toBe('abcdefghijklmnopqrstuvwxyzAB')
    expect(padding(62)).toBe('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')
    for (const length of [-1, 63, 1.5, Number.NaN])
      expect(() => padding(length)).toThrow(expect.objectContaining({ code: 'argument' }))
  })

  test('a padding that would break the JSON is refused', () => {
    for (const bad of ['"', 'a b', '\\', 'ä', 'abc\n'])
      expect(() => encodeChunk('{}', bad)).toThrow(expect.objectContaining({ code: 'argument' }))
  })
})
