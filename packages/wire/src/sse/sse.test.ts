import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SseDecoder, SseError, WireError, encodeSseComment, encodeSseEvent } from './index.js'
import type { SseEvent } from './index.js'

const seed = 20_261_122

function decode(...pieces: (string | Uint8Array)[]): SseEvent[] {
  const decoder = new SseDecoder()
  const events = pieces.flatMap((piece) => decoder.push(typeof piece === 'string' ? Buffer.from(piece) : piece))
  return [...events, ...decoder.end()]
}

function failureOf(action: () => unknown): SseError {
  try {
    action()
  } catch (error) {
    if (error instanceof SseError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const bytes = (text: string) => Buffer.from(text)

/** The events of a stream that is pushed at once, and of one that is pushed byte by byte. */
const whole = (event: Uint8Array) => new SseDecoder({ maxEventBytes: 100 }).push(event)
const piecemeal = (event: Uint8Array) => {
  const decoder = new SseDecoder({ maxEventBytes: 100 })
  return Array.from(event, (byte) => decoder.push(Uint8Array.of(byte))).flat()
}

/** The algorithm of the HTML Standard word for word, on a stream that is all there. */
function decodeByTheBook(stream: Uint8Array): SseEvent[] {
  const events: SseEvent[] = []
  const lines = new TextDecoder().decode(stream).split(/\r\n|\n|\r/)
  lines.pop()
  let data = ''
  let event = ''
  let id: string | undefined
  let retry: number | undefined
  for (const line of lines) {
    if (line === '') {
      if (data !== '')
        events.push({
          event: event || 'message',
          data: data.slice(0, -1),
          ...(id !== undefined && { id }),
          ...(retry !== undefined && { retry }),
        })
      data = event = ''
      retry = undefined
      continue
    }
    const [, field = '', rest = ''] = /^([^:]*)(?::\u0020?(.*))?$/su.exec(line) ?? []
    if (field === 'data') data += `${rest}\n`
    if (field === 'event') event = rest
    if (field === 'id' && !rest.includes('\0')) id = rest
    if (field === 'retry' && /^[0-9]+$/.test(rest)) retry = Number(rest)
  }
  return events
}

describe('SseDecoder: the rules of the HTML Standard', () => {
  test('lines of data are joined by a line feed', () => {
    expect(decode('data: YHOO\ndata: +2\ndata: 10\n\n')).toEqual([{ event: 'message', data: 'YHOO\n+2\n10' }])
  })

  test('comments are passed over, ids stay in force, an empty id resets, one space is taken off', () => {
    const stream = ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n'
    expect(decode(stream)).toEqual([
      { event: 'message', data: 'first event', id: '1' },
      { event: 'message', data: 'second event', id: '' },
      { event: 'message', data: ' third event', id: '' },
    ])
  })

  test('a field without a colon is empty; an event without its empty line is discarded', () => {
    expect(decode('data\n\ndata\ndata\n\ndata:')).toEqual([
      { event: 'message', data: '' },
      { event: 'message', data: '\n' },
    ])
    expect(decode('data: whole\n\ndata: not\n')).toEqual([{ event: 'message', data: 'whole' }])
  })

  test('a space behind the colon makes no difference', () => {
    expect(decode('data:test\n\ndata: test\n\n')).toEqual([
      { event: 'message', data: 'test' },
      { event: 'message', data: 'test' },
    ])
  })

  test('an event has its type, and the next one not', () => {
    expect(decode('event: add\ndata: 1\n\ndata: 2\n\n')).toEqual([
      { event: 'add', data: '1' },
      { event: 'message', data: '2' },
    ])
  })

  test('a block without data dispatches nothing, and its type is forgotten', () => {
    expect(decode('event: lost\n\ndata: x\n\n')).toEqual([{ event: 'message', data: 'x' }])
  })

  test('CR, LF and CRLF end lines, also mixed', () => {
    expect(decode('data: a\r\ndata: b\rdata: c\ndata: d\r\n\r\ndata: e\r\r\ndata: f\n\r')).toEqual([
      { event: 'message', data: 'a\nb\nc\nd' },
      { event: 'message', data: 'e' },
      { event: 'message', data: 'f' },
    ])
  })

  test('one byte order mark at the beginning is skipped, and only there', () => {
    expect(decode('\ufeffdata: a\n\n\ufeffdata: b\n\ndata: \ufeffc\n\n')).toEqual([
      { event: 'message', data: 'a' },
      { event: 'message', data: '\ufeffc' },
    ])
    expect(decode('\ufeff\ufeffdata: a\n\n')).toEqual([])
    expect(decode('\ufeff\ndata: a\n\n')).toEqual([{ event: 'message', data: 'a' }])
  })

  test('field names are taken as they are written', () => {
    expect(decode('DATA: a\n data: b\ndata : c\ndatas: d\n\n')).toEqual([])
  })

  test('retry counts only in digits, an id with NUL not at all', () => {
    expect(decode('retry: 1500\nid: 7\ndata: a\n\nretry: 1.5\nretry: -1\nretry\nid: 8\0\ndata: b\n\n')).toEqual([
      { event: 'message', data: 'a', id: '7', retry: 1500 },
      { event: 'message', data: 'b', id: '7' },
    ])
  })

  test('what is not UTF-8 becomes U+FFFD and breaks nothing else', () => {
    const stream = Buffer.concat([
      Buffer.from('data: a'),
      Buffer.from([0xf0, 0x9f]),
      Buffer.from('\ndata: \xc3'),
      Buffer.from([0xff]),
      Buffer.from('\n\n'),
    ])
    expect(decode(stream)).toEqual([{ event: 'message', data: 'a\ufffd\n\xc3\ufffd' }])
  })
})

describe('SseDecoder: pieces', () => {
  const stream = Buffer.from(
    '\ufeffevent: message_start\r\ndata: {"text":"ä€𝄞"}\r\n\r\n: ping\r\n\r\nid: 3\rdata: x\rdata\r\rretry: 5\ndata: y\n\n',
  )
  const expected = [
    { event: 'message_start', data: '{"text":"ä€𝄞"}' },
    { event: 'message', data: 'x\n', id: '3' },
    { event: 'message', data: 'y', id: '3', retry: 5 },
  ]

  test('gives the same wherever the bytes are cut: inside a character, between CR and LF', () => {
    for (let cut = 0; cut <= stream.length; cut++)
      for (let next = cut; next <= stream.length; next++)
        assert.deepEqual(decode(stream.subarray(0, cut), stream.subarray(cut, next), stream.subarray(next)), expected)
  })

  test('gives the same byte by byte', () => {
    expect(decode(...Array.from(stream, (byte) => Uint8Array.of(byte)))).toEqual(expected)
  })

  test('an event is given with the byte that completes it, though that be a CR', () => {
    const decoder = new SseDecoder()
    expect(decoder.push(Buffer.from('data: a\r'))).toEqual([])
    expect(decoder.push(Buffer.from('\r'))).toHaveLength(1)
    expect(decoder.push(Buffer.from('\ndata: b\n\n'))).toHaveLength(1)
  })

  test('any bytes in any pieces mean what the standard says', () => {
    const piece = fc.oneof(
      fc
        .constantFrom('\n', '\r', '\r\n', '\n\n', 'data', 'event', 'id', 'retry', ':', ': ', ' ', '\ufeff', '\0', '12')
        .map((one) => Buffer.from(one)),
      fc.string({ unit: 'grapheme', maxLength: 6 }).map((one) => Buffer.from(one)),
      fc.uint8Array({ maxLength: 4 }),
      fc.constantFrom('data: one\n\n', 'event: two\r\ndata: {}\r\n\r\n', ': comment\n').map((one) => Buffer.from(one)),
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.array(fc.nat(9), { minLength: 1, maxLength: 10 }),
        (pieces, sizes) => {
          const whole = Buffer.concat(pieces)
          const cut: Uint8Array[] = []
          for (let at = 0, turn = 0; at < whole.length; turn++) {
            const size = 1 + (sizes.at(turn % sizes.length) ?? 0)
            cut.push(whole.subarray(at, at + size))
            at += size
          }
          assert.deepEqual(decode(...cut), decodeByTheBook(whole))
        },
      ),
      { numRuns: 20_000, seed },
    )
  })

  test('keeps a copy of what is unfinished, so that the caller may reuse its buffer', () => {
    const decoder = new SseDecoder()
    const buffer = Buffer.from('data: kept')
    decoder.push(buffer)
    buffer.fill(0)
    expect(decoder.push(Buffer.from('\n\n'))).toEqual([{ event: 'message', data: 'kept' }])
  })
})

describe('SseDecoder: bounds', () => {
  test('a line that never ends is refused before it is kept', () => {
    const decoder = new SseDecoder({ maxEventBytes: 100 })
    decoder.push(bytes('data: '))
    for (let count = 0; count < 9; count++) decoder.push(bytes('0123456789'))
    expect(decoder.buffered).toBe(96)
    expect(failureOf(() => decoder.push(bytes('0123456789'))).code).toBe('event_length')
    expect(decoder.buffered).toBe(0)
  })

  test('an event of many short lines is refused', () => {
    const decoder = new SseDecoder({ maxEventBytes: 100 })
    const failure = failureOf(() => {
      for (let count = 0; count < 100; count++) {
        decoder.push(bytes('data: a\n'))
        expect(decoder.buffered).toBeLessThanOrEqual(100)
      }
    })
    expect(failure.code).toBe('event_length')
  })

  test('the bound is the same whether the event comes whole or in pieces', () => {
    const longest = bytes(`data: ${'x'.repeat(94)}\n\n`)
    expect([whole(longest), piecemeal(longest)].map((events) => events.length)).toEqual([1, 1])
    const longer = bytes(`data: ${'x'.repeat(95)}\n\n`)
    for (const push of [whole, piecemeal]) expect(failureOf(() => push(longer)).code).toBe('event_length')
  })

  test('an endless comment is refused, endlessly many short ones are not', () => {
    const decoder = new SseDecoder({ maxEventBytes: 100 })
    for (let count = 0; count < 1000; count++) decoder.push(bytes(': ping\n'))
    expect(decoder.buffered).toBe(0)
    expect(failureOf(() => decoder.push(bytes(`:${'x'.repeat(100)}`))).code).toBe('event_length')
  })

  test('many events, each within the bound, are read', () => {
    const decoder = new SseDecoder({ maxEventBytes: 20 })
    expect(decoder.push(bytes('data: 0123456789\n\n'.repeat(1000)))).toHaveLength(1000)
  })

  test('the events before the long one are in the error, and the decoder is dead', () => {
    const decoder = new SseDecoder({ maxEventBytes: 20 })
    const failure = failureOf(() => decoder.push(bytes(`data: a\n\ndata: ${'x'.repeat(20)}\n\ndata: b\n\n`)))
    expect(failure.events).toEqual([{ event: 'message', data: 'a' }])
    expect(failure).toBeInstanceOf(WireError)
    expect(failureOf(() => decoder.push(bytes('data: c\n\n')))).toBe(failure)
    expect(failureOf(() => decoder.end())).toBe(failure)
  })

  test('a bound that no event could keep is refused', () => {
    for (const maxEventBytes of [0, -1, Number.NaN]) expect(() => new SseDecoder({ maxEventBytes })).toThrow(WireError)
  })
})

describe('encoding server-sent events', () => {
  test('an event of Anthropic, as its API writes it', () => {
    expect(encodeSseEvent({ event: 'ping', data: '{"type":"ping"}' })).toBe('event: ping\ndata: {"type":"ping"}\n\n')
  })

  test('all fields', () => {
    expect(encodeSseEvent({ event: 'a', data: 'b', id: 'c', retry: 0 })).toBe('event: a\nid: c\nretry: 0\ndata: b\n\n')
  })

  test('whatever was written is read back', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/[\r\n\0]/.test(text))
    const event = fc.record(
      { event: line, data: fc.string({ unit: 'grapheme', maxLength: 40 }), id: line, retry: fc.nat() },
      { requiredKeys: ['data'] },
    )
    const text = fc.oneof(
      { weight: 5, arbitrary: event.map((one) => ({ one, text: encodeSseEvent(one) })) },
      {
        weight: 1,
        arbitrary: fc.string({ maxLength: 20 }).map((comment) => ({ one: undefined, text: encodeSseComment(comment) })),
      },
    )
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (written) => {
        let id: string | undefined
        const expected: SseEvent[] = []
        for (const { one } of written) {
          if (one === undefined) continue
          id = one.id ?? id
          expected.push({
            event: one.event === undefined || one.event === '' ? 'message' : one.event,
            data: one.data.replaceAll(/\r\n|\r/g, '\n'),
            ...(id !== undefined && { id }),
            ...(one.retry !== undefined && { retry: one.retry }),
          })
        }
        assert.deepEqual(decode(written.map((part) => part.text).join('')), expected)
      }),
      { numRuns: 3000, seed },
    )
  })

  test('data of several lines becomes several lines, so that no text can forge a field or an event', () => {
    expect(encodeSseEvent({ data: 'a\n\nevent: x\r\ndata: y\rid: z' })).toBe(
      'data: a\ndata: \ndata: event: x\ndata: data: y\ndata: id: z\n\n',
    )
  })

  test('a comment of several lines stays a comment', () => {
    expect(encodeSseComment('a\ndata: b')).toBe(': a\n: data: b\n\n')
    expect(decode(encodeSseComment('a\r\rdata: b'))).toEqual([])
  })

  test.each([
    ['a line end in the type', { data: '', event: 'a\nb' }],
    ['a CR in the type', { data: '', event: 'a\rb' }],
    ['a line end in the id', { data: '', id: 'a\nb' }],
    ['NUL in the id', { data: '', id: 'a\0b' }],
    ['a retry below nothing', { data: '', retry: -1 }],
    ['half a millisecond of retry', { data: '', retry: 0.5 }],
    ['a retry that is no number', { data: '', retry: Number.NaN }],
  ])('%s is refused', (_, event) => {
    expect(() => encodeSseEvent(event)).toThrow(expect.objectContaining({ code: 'argument' }))
  })
})
