import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { EventStreamDecoder, EventStreamError, encodeMessage } from './index.js'
import type { EventStreamErrorCode, MessageHeaders } from './index.js'

// The facts of AWS's published cases: those of aws-c-event-stream, which the SDKs for JavaScript and Ruby share, and
// those of smithy-rs. Written down anew, part by part, so that each byte can be held against the specification.

interface Vector {
  readonly name: string
  readonly headers: MessageHeaders
  readonly payload: string
  /** Prelude (lengths), its checksum, one entry for each header, payload, checksum: hexadecimal. */
  readonly wire: readonly string[]
}

const text = (value: string) => Buffer.from(value).toString('hex')
const fooBar = "{'foo':'bar'}"
const contentType = [text('\u000ccontent-type'), '07', '0010', text('application/json')].join('')

const sound: readonly Vector[] = [
  { name: 'empty message', headers: {}, payload: '', wire: ['0000001000000000', '05c248eb', '7d98c8ff'] },
  {
    name: 'payload without headers',
    headers: {},
    payload: fooBar,
    wire: ['0000001d00000000', 'fd528c5a', text(fooBar), 'c3653936'],
  },
  {
    name: 'one string header',
    headers: { 'content-type': { type: 'string', value: 'application/json' } },
    payload: fooBar,
    wire: ['0000003d00000020', '07fd8396', contentType, text(fooBar), '8d9c08b1'],
  },
  {
    name: 'one integer header, event-type',
    headers: { 'event-type': { type: 'integer', value: 40972 } },
    payload: fooBar,
    wire: ['0000002d00000010', '41c424b8', `${text('\nevent-type')}040000a00c`, text(fooBar), '36f480a0'],
  },
  {
    name: 'one integer header, event-id',
    headers: { 'event-id': { type: 'integer', value: 40972 } },
    payload: fooBar,
    wire: ['0000002b0000000e', '348bec7b', `${text('\bevent-id')}040000a00c`, text(fooBar), 'd3890285'],
  },
  {
    name: 'every type of header (C, JavaScript, Ruby)',
    headers: {
      'event-type': { type: 'integer', value: 40972 },
      'content-type': { type: 'string', value: 'application/json' },
      'bool false': { type: 'boolean', value: false },
      'bool true': { type: 'boolean', value: true },
      byte: { type: 'byte', value: -49 },
      'byte buf': { type: 'binary', value: Buffer.from("I'm a little teapot!") },
      timestamp: { type: 'timestamp', value: new Date(8675309) },
      int16: { type: 'short', value: 42 },
      int64: { type: 'long', value: 42424242n },
      uuid: { type: 'uuid', value: '01020304-0506-0708-090a-0b0c0d0e0f10' },
    },
    payload: fooBar,
    wire: [
      '000000cc000000af',
      '0fae64ca',
      `${text('\nevent-type')}040000a00c`,
      contentType,
      `${text('\nbool false')}01`,
      `${text('\tbool true')}00`,
      `${text('\u0004byte')}02cf`,
      `${text('\bbyte buf')}060014${text("I'm a little teapot!")}`,
      `${text('\ttimestamp')}080000000000845fed`,
      `${text('\u0005int16')}03002a`,
      `${text('\u0005int64')}0500000000028757b2`,
      `${text('\u0004uuid')}090102030405060708090a0b0c0d0e0f10`,
      text(fooBar),
      'aba5f10c',
    ],
  },
  {
    name: 'every type of header (Rust)',
    headers: {
      true: { type: 'boolean', value: true },
      false: { type: 'boolean', value: false },
      byte: { type: 'byte', value: 50 },
      short: { type: 'short', value: 20_000 },
      int: { type: 'integer', value: 500_000 },
      long: { type: 'long', value: 50_000_000_000n },
      bytes: { type: 'binary', value: Buffer.from('some bytes') },
      str: { type: 'string', value: 'some str' },
      time: { type: 'timestamp', value: new Date(5_000_000_000) },
      uuid: { type: 'uuid', value: 'b79bc914-de21-4e13-b8b2-bc47e85b7f0b' },
    },
    payload: 'some payload',
    wire: [
      '000000960000007a',
      '8bb495fb',
      `${text('\u0004true')}00`,
      `${text('\u0005false')}01`,
      `${text('\u0004byte')}0232`,
      `${text('\u0005short')}034e20`,
      `${text('\u0003int')}040007a120`,
      `${text('\u0004long')}050000000ba43b7400`,
      `${text('\u0005bytes')}06000a${text('some bytes')}`,
      `${text('\u0003str')}070008${text('some str')}`,
      `${text('\u0004time')}08000000012a05f200`,
      `${text('\u0004uuid')}09b79bc914de214e13b8b2bc47e85b7f0b`,
      text('some payload'),
      '01a05860',
    ],
  },
  {
    name: 'a header and no payload (Rust)',
    headers: { 'some-header': { type: 'short', value: 500 } },
    payload: '',
    wire: ['0000001f0000000f', '172dc2ab', `${text('\u000bsome-header')}0301f4`, '933c5cad'],
  },
  {
    name: 'another payload without headers (Rust)',
    headers: {},
    payload: 'another test payload',
    wire: ['0000002400000000', '516356ad', text('another test payload'), '8df80e65'],
  },
  {
    name: 'Bedrock chunk with the ping event',
    headers: {
      ':event-type': { type: 'string', value: 'chunk' },
      ':content-type': { type: 'string', value: 'application/json' },
      ':message-type': { type: 'string', value: 'event' },
    },
    payload: '{"bytes":"eyJ0eXBlIjoicGluZyJ9","p":"abcd"}',
    wire: [
      '000000860000004b',
      'ba8a0243',
      `${text('\u000b:event-type')}070005${text('chunk')}`,
      `${text('\r:content-type')}070010${text('application/json')}`,
      `${text('\r:message-type')}070005${text('event')}`,
      text('{"bytes":"eyJ0eXBlIjoicGluZyJ9","p":"abcd"}'),
      'dc9d8443',
    ],
  },
  {
    name: 'Bedrock throttlingException',
    headers: {
      ':exception-type': { type: 'string', value: 'throttlingException' },
      ':content-type': { type: 'string', value: 'application/json' },
      ':message-type': { type: 'string', value: 'exception' },
    },
    payload: '{"message":"Too many tokens, please wait before trying again."}',
    wire: [
      '000000b000000061',
      '4f5086b3',
      `${text('\u000f:exception-type')}070013${text('throttlingException')}`,
      `${text('\r:content-type')}070010${text('application/json')}`,
      `${text('\r:message-type')}070009${text('exception')}`,
      text('{"message":"Too many tokens, please wait before trying again."}'),
      'f70ae57f',
    ],
  },
]

/** A published corrupt case: a sound one in which one part was changed. */
interface Corrupt {
  readonly name: string
  readonly of: string
  readonly from: string
  readonly to: string
  readonly code: EventStreamErrorCode
  /** What is wrong with it still once both checksums are made right; absent where nothing worth a case is. */
  readonly codeOnceResealed?: EventStreamErrorCode
}

const one = 'one string header'
const bare = 'payload without headers'
const rust = 'every type of header (Rust)'

const corrupt: readonly Corrupt[] = [
  { name: 'header (JavaScript)', of: one, from: text('t-t'), to: text('t+t'), code: 'message_checksum' },
  {
    name: 'header length (JavaScript)',
    of: one,
    from: '0000003d00000020',
    to: '0000003d00000120',
    code: 'prelude_checksum',
    codeOnceResealed: 'message_length',
  },
  { name: 'length (JavaScript)', of: bare, from: '0000001d', to: '0100001d', code: 'prelude_checksum' },
  { name: 'payload (JavaScript)', of: bare, from: text("'}"), to: `${text("'")}8d`, code: 'message_checksum' },
  {
    name: 'header length (Ruby)',
    of: one,
    from: '0000003d00000020',
    to: '0000003d00000021',
    code: 'prelude_checksum',
    codeOnceResealed: 'headers',
  },
  { name: 'payload behind headers (Ruby)', of: one, from: text("'foo"), to: text('afoo'), code: 'message_checksum' },
  { name: 'length (Ruby)', of: one, from: '0000003d', to: '0000003e', code: 'prelude_checksum' },
  { name: 'payload (Ruby)', of: bare, from: text("{'foo"), to: text("['foo"), code: 'message_checksum' },
  {
    name: 'header name length (Rust)',
    of: rust,
    from: text('\u0004byte'),
    to: `ff${text('byte')}`,
    code: 'message_checksum',
    codeOnceResealed: 'headers',
  },
  {
    name: 'header value type (Rust)',
    of: rust,
    from: `${text('\u0004byte')}02`,
    to: `${text('\u0004byte')}60`,
    code: 'message_checksum',
    codeOnceResealed: 'headers',
  },
  {
    name: 'header string length (Rust)',
    of: rust,
    from: `${text('\u0003str')}070008`,
    to: `${text('\u0003str')}07ffff`,
    code: 'message_checksum',
    codeOnceResealed: 'headers',
  },
  {
    name: 'prelude checksum (Rust)',
    of: rust,
    from: '8bb495fb',
    to: 'deadbeef',
    code: 'prelude_checksum',
  },
  { name: 'message checksum (Rust)', of: rust, from: '01a05860', to: 'deadbeef', code: 'message_checksum' },
]

const wireOf = (name: string) => {
  const vector = sound.find((candidate) => candidate.name === name)
  if (vector === undefined) throw new Error(`no vector ${name}`)
  return vector.wire.join('')
}

function reseal(message: Buffer): Buffer {
  const sealed = Buffer.from(message)
  sealed.writeUInt32BE(crc32(sealed.subarray(0, 8)), 8)
  sealed.writeUInt32BE(crc32(sealed.subarray(0, -4)), sealed.length - 4)
  return sealed
}

/** The code of the error that this stream gives, be it while reading or at its end. */
function faultOf(stream: Uint8Array): EventStreamErrorCode | undefined {
  const decoder = new EventStreamDecoder()
  try {
    decoder.push(stream)
    decoder.end()
  } catch (error) {
    if (error instanceof EventStreamError) return error.code
    throw error
  }
  return undefined
}

describe('published vectors', () => {
  test.each(sound)('decodes $name', ({ headers, payload, wire }) => {
    const decoder = new EventStreamDecoder()
    const messages = decoder.push(Buffer.from(wire.join(''), 'hex'))
    decoder.end()
    expect(messages.map((message) => ({ ...message.headers }))).toEqual([headers])
    expect(messages.map((message) => Buffer.from(message.payload).toString())).toEqual([payload])
  })

  test.each(sound)('encodes $name', ({ headers, payload, wire }) => {
    expect(Buffer.from(encodeMessage(headers, Buffer.from(payload))).toString('hex')).toBe(wire.join(''))
  })

  test.each(corrupt)('corrupt $name: $code', ({ of, from, to, code }) => {
    const wire = wireOf(of)
    expect(wire.split(from)).toHaveLength(2)
    const message = Buffer.from(wire.replace(from, to), 'hex')
    expect(faultOf(message)).toBe(code)
  })

  test.each(corrupt.filter(({ codeOnceResealed }) => codeOnceResealed !== undefined))(
    'corrupt $name with its checksums made right: $codeOnceResealed',
    ({ of, from, to, codeOnceResealed }) => {
      expect(faultOf(reseal(Buffer.from(wireOf(of).replace(from, to), 'hex')))).toBe(codeOnceResealed)
    },
  )

  const headersUpToString = wireOf(rust).slice(24, 24 + 2 * 75)

  test('corrupt headers that are longer than their message (Rust): message_length', () => {
    expect(faultOf(Buffer.from(`000000590000004d584c4ffe${headersUpToString}07ff`, 'hex'))).toBe('message_length')
  })

  test.each([
    { name: 'a string length that is cut off (Rust)', headers: `${headersUpToString}07ff` },
    {
      name: 'a name length that swallows the headers (Rust)',
      headers: `${headersUpToString.replace('0566616c7365', '6605616c7365')}07ff`,
    },
  ])('corrupt $name: headers', ({ headers }) => {
    const message = Buffer.from(`0000005d0000004dadcce93e${headers}00000000`, 'hex')
    expect(message).toHaveLength(0x5d)
    expect(faultOf(message)).toBe('message_checksum')
    expect(faultOf(reseal(message))).toBe('headers')
  })
})
