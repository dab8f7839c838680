import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ResponseReader } from './response-reader.js'

interface Read {
  status?: number
  rawHeaders?: readonly string[]
  body: string
  /** What came after the answer. */
  rest: string
  over: boolean
  error?: string
}

/** Reads an answer that comes in these pieces; like a connection, it gives each in memory that is overwritten after. */
function readPieces(pieces: readonly Buffer[], closed = false): Read {
  const reader = new ResponseReader()
  const result: Read = { body: '', rest: '', over: false }
  const sink = {
    head({ status, rawHeaders }: { status: number; rawHeaders: readonly string[] }) {
      result.status = status
      result.rawHeaders = rawHeaders
    },
    bytes(chunk: Uint8Array) {
      result.body += Buffer.from(chunk).toString('latin1')
    },
  }
  const room = Buffer.alloc(64 * 1024, '\r\n\r\n')
  try {
    for (const piece of pieces) {
      piece.copy(room)
      const used = reader.over ? 0 : reader.push(room, piece.length, sink)
      result.rest += piece.toString('latin1', used)
      room.fill('\r\n\r\n')
    }
    if (closed) reader.close()
  } catch (error) {
    result.error = (error as { code?: string }).code ?? String(error)
  }
  result.over = reader.over
  return result
}

const read = (text: string, closed = false) => readPieces([Buffer.from(text, 'latin1')], closed)

const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

/** Whole answers, each with what it means. */
const answers: readonly (readonly [name: string, text: string, body: string])[] = [
  ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello', 'hello'],
  ['a length of nothing', 'HTTP/1.1 500 Oh no\r\ncontent-length: 0\r\n\r\n', ''],
  ['no reason', 'HTTP/1.1 200\r\ncontent-length: 1\r\n\r\nx', 'x'],
  ['chunks', `${chunked}5\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\n\r\n`, 'hello world'],
  ['a chunk that looks like an end', `${chunked}7\r\n0\r\n\r\n0\r\r\n0\r\n\r\n`, '0\r\n\r\n0\r'],
  [
    'big and small letters in a size',
    `${chunked}0a\r\n0123456789\r\nB\r\n0123456789a\r\n000\r\n\r\n`,
    '01234567890123456789a',
  ],
  ['extensions', `${chunked}2;a=b;c="d"\r\nhi\r\n0;end\r\n\r\n`, 'hi'],
  ['trailers', `${chunked}2\r\nhi\r\n0\r\nChecksum: abc\r\nother:\r\n\r\n`, 'hi'],
  ['no content', 'HTTP/1.1 204 No Content\r\nx-a: b\r\n\r\n', ''],
  ['not modified', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 7\r\n\r\n', ''],
  [
    'interim answers',
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${chunked}1\r\n!\r\n0\r\n\r\n`,
    '!',
  ],
]
describe('an answer with', () => {
  test.each(answers)('%s means the same, wherever it is cut in two', (_, text, body) => {
    const bytes = Buffer.from(text, 'latin1')
    const whole = readPieces([bytes])
    expect(whole).toMatchObject({ body, over: true, rest: '' })
    expect(whole.error).toBeUndefined()
    for (let at = 0; at <= bytes.length; at++)
      expect(readPieces([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole)
  })

  test.each(answers)('%s means the same, byte by byte', (_, text) => {
    const bytes = Buffer.from(text, 'latin1')
    expect(readPieces(Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1)))).toEqual(readPieces([bytes]))
  })

  test.each(answers)('%s is never whole before its last byte', (_, text) => {
    const bytes = Buffer.from(text, 'latin1')
    for (let length = 0; length < bytes.length; length++)
      expect(readPieces([bytes.subarray(0, length)], true)).toMatchObject({ over: false })
  })

  test.each(answers)('%s keeps apart what comes after it', (_, text) => {
    const next = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil'
    const whole = read(text)
    for (let at = text.length; at <= text.length + next.length; at += 7) {
      const both = Buffer.from(text + next, 'latin1')
      expect(readPieces([both.subarray(0, at), both.subarray(at)])).toEqual({ ...whole, rest: next })
    }
  })
})

test('a body without a length lasts until the connection is closed, and no longer', () => {
  const text = 'HTTP/1.1 200 OK\r\n\r\nas long as it takes'
  expect(read(text)).toMatchObject({ over: false, body: 'as long as it takes' })
  expect(read(text, true)).toMatchObject({ over: true, body: 'as long as it takes' })
  expect(read('HTTP/1.0 200 OK\r\n\r\n', true)).toMatchObject({ over: true, body: '' })
  expect(read('HTTP/1.1 200 OK\r\n', true)).toMatchObject({ over: false })
})

test('any bodies, in any chunks, cut anywhere, come back', () => {
  const bytes = fc.uint8Array({ maxLength: 90 }).map((array) => Buffer.from(array))
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 8 }), fc.array(fc.nat(800), { maxLength: 12 }), (pieces, cuts) => {
      const body = Buffer.concat(pieces)
      const chunks = pieces
        .filter(({ length }) => length > 0)
        .flatMap((piece) => [Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
      const text = Buffer.concat([Buffer.from(chunked), ...chunks, Buffer.from('0\r\n\r\n')])
      const places = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].sort((a, b) => a - b)
      const cut = places.slice(1).map((place, at) => text.subarray(places[at], place))
      expect(readPieces(cut)).toMatchObject({ body: body.toString('latin1'), over: true, rest: '' })
    }),
    { numRuns: 1000, seed: 20_261_127 },
  )
})

describe('what two parsers could read in two ways is refused:', () => {
  const head = (...lines: string[]) => `HTTP/1.1 200 OK\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n12345`
  test.each([
    ['two lengths', head('content-length: 5', 'content-length: 6')],
    ['the same length twice', head('content-length: 5', 'content-length: 5')],
    ['a list of lengths', head('content-length: 5, 5')],
    ['a length with a sign', head('content-length: +5')],
    ['a negative length', head('content-length: -5')],
    ['a length in hexadecimal', head('content-length: 0x5')],
    ['a length beyond counting', head('content-length: 99999999999999999999')],
    ['an empty length', head('content-length:')],
    ['a length and chunks', head('content-length: 5', 'transfer-encoding: chunked')],
    ['an encoding that is not only chunked', head('transfer-encoding: gzip, chunked')],
    ['an encoding that is not chunked', head('transfer-encoding: identity')],
    ['two encodings', head('transfer-encoding: chunked', 'transfer-encoding: chunked')],
    ['chunks in HTTP/1.0', 'HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['chunks of no content', 'HTTP/1.1 204 No Content\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a space before the colon', head('content-length : 5')],
    ['a folded line', head('x-a: b', ' content-length: 5')],
    ['a header without a name', head(': 5')],
    ['a header without a colon', head('content-length')],
    ['a bare line feed', 'HTTP/1.1 200 OK\ncontent-length: 5\n\n12345\r\n\r\n'],
    ['a bare line feed in a value', head('x-a: b\ncontent-length: 5')],
    ['a bare carriage return in a value', head('x-a: b\rcontent-length: 5')],
    ['a zero byte in a value', head('x-a: b\0c')],
    ['another protocol', 'HTTP/2 200 OK\r\n\r\n'],
    ['a change of protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['a chunk longer than its size', `${chunked}2\r\nhi!\r\n0\r\n\r\n`],
    ['a chunk with one byte too many', `${chunked}2\r\nhi!\n0\r\n\r\n`],
    ['a chunk without a line end', `${chunked}2\r\nhi\n0\r\n\r\n`],
    ['a chunk without a size', `${chunked}\r\nhi\r\n`],
    ['a size that is no number', `${chunked}2x\r\nhi\r\n`],
    ['a size with a space', `${chunked}2 \r\nhi\r\n`],
    ['a size with a sign', `${chunked}-2\r\nhi\r\n`],
    ['a size in C', `${chunked}0x2\r\nhi\r\n`],
    ['a size beyond belief', `${chunked}1ffffffff\r\nhi\r\n`],
    ['a size ended by a bare line feed', `${chunked}2\nhi\r\n`],
    ['a size ended by a bare carriage return', `${chunked}2\rhi\r\n`],
    ['an extension with a bare line feed', `${chunked}2;a\nhi\r\n`],
    ['an extension without end', `${chunked}2;${'a'.repeat(2000)}\r\nhi\r\n`],
    ['trailers that are none', `${chunked}0\r\nno trailer\r\n\r\n`],
    ['trailers with a bare line feed', `${chunked}0\r\na: b\nc: d\r\n\r\n`],
  ])('%s', (_, text) => {
    expect(read(text)).toMatchObject({ error: 'HTTP_MALFORMED', over: false })
    const bytes = Buffer.from(text, 'latin1')
    expect(readPieces(Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1)))).toMatchObject({
      error: 'HTTP_MALFORMED',
      over: false,
    })
  })
})

describe('nothing is kept without bound:', () => {
  test.each([
    ['a head', 'HTTP/1.1 200 OK\r\n'],
    ['trailers', `${chunked}0\r\n`],
  ])('%s that does not end is given up', (_, beginning) => {
    const line = Buffer.from(`x-filler: ${'x'.repeat(200)}\r\n`)
    for (const count of [100, 1]) {
      const piece = Buffer.concat(Array.from({ length: count }, () => line))
      const result = readPieces([Buffer.from(beginning), ...Array.from({ length: 100 / count }, () => piece)])
      expect(result).toMatchObject({ error: 'HTTP_MALFORMED', over: false })
    }
  })

  test('a head of almost as much is read', () => {
    const lines = Array.from({ length: 70 }, (_, at) => `x-${at}: ${'x'.repeat(200)}\r\n`).join('')
    expect(read(`HTTP/1.1 200 OK\r\n${lines}content-length: 2\r\n\r\nok`)).toMatchObject({ over: true, body: 'ok' })
  })
})

test('what came whole before the damage is handed on', () => {
  expect(read(`${chunked}5\r\nhello\r\n3\r\nbad!\r\n`)).toMatchObject({ body: 'hellobad', error: 'HTTP_MALFORMED' })
})

test('headers come as they were sent, in their order, without the space around their values', () => {
  expect(
    read('HTTP/1.1 200 OK\r\nX-Amzn-RequestId:  abc \t\r\nempty:\r\nb: c d\xe9\r\ncontent-length: 0\r\n\r\n')
      .rawHeaders,
  ).toEqual(['X-Amzn-RequestId', 'abc', 'empty', '', 'b', 'c dé', 'content-length', '0'])
})
