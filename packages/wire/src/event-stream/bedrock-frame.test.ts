import { describe, expect, test } from 'vitest'
import {
  EventStreamDecoder,
  EventStreamError,
  encodeErrorFrame,
  encodeEventFrame,
  encodeExceptionFrame,
  encodeMessage,
  readFrame,
} from './index.js'
import type { EventStreamMessage, MessageHeaders } from './index.js'

function decode(bytes: Uint8Array): EventStreamMessage {
  const [message] = new EventStreamDecoder().push(bytes)
  if (message === undefined) throw new Error('no message')
  return message
}
const string = (value: string) => ({ type: 'string', value }) as const

describe('frames of Bedrock', () => {
  test('an event, with the headers in the order of real Bedrock', () => {
    const message = decode(encodeEventFrame('contentBlockDelta', '{"p":"ä"}'))
    expect(Object.keys(message.headers)).toEqual([':event-type', ':content-type', ':message-type'])
    expect(readFrame(message)).toEqual({ kind: 'event', eventType: 'contentBlockDelta', payload: message.payload })
    expect(Buffer.from(message.payload).toString()).toBe('{"p":"ä"}')
  })

  test('the payload of an event may be bytes', () => {
    expect(encodeEventFrame('chunk', Buffer.from('{"p":"ä"}'))).toEqual(encodeEventFrame('chunk', '{"p":"ä"}'))
  })

  test('an exception, with the headers in the order of real Bedrock', () => {
    const message = decode(encodeExceptionFrame('throttlingException', '{"message":"Slow"}'))
    expect(Object.keys(message.headers)).toEqual([':exception-type', ':content-type', ':message-type'])
    expect(readFrame(message)).toEqual({
      kind: 'exception',
      exceptionType: 'throttlingException',
      payload: Buffer.from('{"message":"Slow"}'),
    })
  })

  test('an error, told in headers alone', () => {
    const message = decode(encodeErrorFrame('InternalError', 'An internal server error occurred.'))
    expect(message.payload).toHaveLength(0)
    expect(readFrame(message)).toEqual({
      kind: 'error',
      code: 'InternalError',
      message: 'An internal server error occurred.',
    })
  })

  test('any number of event types keeps its own headers', () => {
    for (let round = 0; round < 2; round++)
      for (let index = 0; index < 200; index++) {
        const frame = readFrame(decode(encodeEventFrame(`type-${index}`, '')))
        expect(frame).toMatchObject({ kind: 'event', eventType: `type-${index}` })
      }
  })

  test('headers are found by name, in any order, among others', () => {
    const headers: MessageHeaders = {
      ':message-type': string('event'),
      extra: { type: 'integer', value: 1 },
      ':event-type': string('chunk'),
    }
    expect(readFrame(decode(encodeMessage(headers, Buffer.from('x'))))).toMatchObject({ eventType: 'chunk' })
  })

  test.each<[string, MessageHeaders]>([
    ['no headers', {}],
    ['no message type', { ':event-type': string('chunk') }],
    ['a message type that does not exist', { ':message-type': string('events'), ':event-type': string('chunk') }],
    ['a message type that is no string', { ':message-type': { type: 'boolean', value: true } }],
    ['an event without its type', { ':message-type': string('event') }],
    ['an exception without its type', { ':message-type': string('exception'), ':event-type': string('chunk') }],
    ['an error without its code', { ':message-type': string('error'), ':error-message': string('broken') }],
    ['an error without its message', { ':message-type': string('error'), ':error-code': string('Broken') }],
  ])('a message with %s is refused, never passed over', (_, headers) => {
    expect(() => readFrame({ headers, payload: new Uint8Array() })).toThrow(EventStreamError)
    expect(() => readFrame({ headers, payload: new Uint8Array() })).toThrow(
      expect.objectContaining({ code: 'headers' }),
    )
  })
})
