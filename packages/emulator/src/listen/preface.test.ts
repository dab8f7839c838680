import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import { protocolOf } from './preface.js'

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'

test('HTTP/2 is known only by the whole of its preface', () => {
  for (let length = 0; length < preface.length; length += 1)
    expect(protocolOf(Buffer.from(preface.slice(0, length)))).toBe('undecided')
  expect(protocolOf(Buffer.from(preface))).toBe('http2')
  expect(protocolOf(Buffer.from(`${preface}\u0000\u0000`))).toBe('http2')
})

test.each(['POST /', 'GET', 'PUT', 'PROPFIND', 'PRI * HTTP/1.1', '\u0016\u0003\u0001', `${preface.slice(0, -1)}x`])(
  'anything else is HTTP/1.1 to answer or refuse: %j',
  (start) => {
    expect(protocolOf(Buffer.from(start, 'latin1'))).toBe('http1')
  },
)
