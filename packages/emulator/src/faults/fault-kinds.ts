import type { FaultKind } from './fault.js'

/** What a member of a fault may be, in the words of JSON Schema: the published schema and the check are one table. */
export interface MemberSchema {
  readonly type: 'integer' | 'number' | 'string' | 'object' | 'array'
  readonly description: string
  readonly default?: string | number
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  /** Of an array: what each item is. */
  readonly items?: MemberSchema
  readonly minItems?: number
  /** Of an object: what each value is, and how each name is spelled. */
  readonly additionalProperties?: MemberSchema
  readonly propertyNames?: { readonly pattern: string }
}

export interface KindRule {
  /** What a client of a streamed answer sees. */
  readonly stream: string
  /** What a client of any other answer sees. */
  readonly whole: string
  readonly required: readonly string[]
  readonly members: Readonly<Record<string, MemberSchema>>
}

/** The longest that a timer can wait. */
const mostMs = 2_147_483_647
const tenYearsMs = 315_360_000_000
/** By how much `clock-skew` moves the service's clock unless it says otherwise: beyond the five minutes that AWS allows. */
export const usualSkewMs = 600_000
export const usualErrorCode = 'InternalFailure'
export const usualErrorMessage = 'The system encountered an unexpected error during processing. Try your request again.'

// A header of an error frame holds 32,767 bytes, and a character takes up to three.
const mostCharacters = 10_000

const anyCase = (word: string) => word.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)
// They belong to the connection: HTTP/2 has none of them, and HTTP/1.1 would be garbled by a wrong one.
const connectionHeaders = ['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade'].map(anyCase)
const headerName = `^(?!(?:${connectionHeaders.join('|')})$)[0-9A-Za-z!#$%&'*+.^_\`|~-]+$`

const milliseconds = (description: string): MemberSchema => ({
  type: 'number',
  minimum: 0,
  maximum: mostMs,
  description,
})
const text = (description: string): MemberSchema => ({ type: 'string', maxLength: mostCharacters, description })
const typeName = (description: string): MemberSchema => ({
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z_]*$',
  maxLength: 100,
  description,
})
const atEvent: MemberSchema = {
  type: 'integer',
  minimum: 0,
  description: 'The event that it befalls, from 0. An answer that is no stream is one event, number 0.',
}

/** Every kind of fault: what it does, and with which members. */
export const faultKinds: Readonly<Record<FaultKind, KindRule>> = {
  http: {
    stream: 'The request is refused with this status before a stream begins.',
    whole: 'The request is refused with this status.',
    required: ['status'],
    members: {
      status: { type: 'integer', minimum: 400, maximum: 599, description: 'The HTTP status.' },
      type: typeName('The error type, without suffix. Default: the one that Bedrock gives with the status.'),
      message: text('The error message. Default: what Bedrock says with the type.'),
      headers: {
        type: 'object',
        description: 'Headers of the answer, such as retry-after.',
        propertyNames: { pattern: headerName },
        additionalProperties: { type: 'string', pattern: '^[\\t\\x20-\\x7e]*$', description: 'The value.' },
      },
    },
  },
  delay: {
    stream: 'Nothing comes for so long, then the answer as ever.',
    whole: 'The same.',
    required: ['ms'],
    members: { ms: milliseconds('How long, in milliseconds.') },
  },
  hang: {
    stream: 'Nothing ever comes. It ends when the client leaves, or with the emulator.',
    whole: 'The same.',
    required: [],
    members: {},
  },
  reset: {
    stream:
      'The connection is reset (over HTTP/2 only the stream, by RST_STREAM): before any answer, or after the head and ' +
      'the events before `atEvent`.',
    whole: 'The same; with `atEvent` 0 the head comes, and no byte of the body.',
    required: [],
    members: { atEvent: { ...atEvent, description: `${atEvent.description} Absent: before the head.` } },
  },
  cut: {
    stream: 'The connection ends inside an event, after the events before it and its first bytes.',
    whole: 'The connection ends after the first bytes of the body.',
    required: ['atEvent', 'offset'],
    members: {
      atEvent,
      offset: {
        type: 'integer',
        minimum: 0,
        description: 'How many bytes of the event still come. At most all but one: an event that is whole is not cut.',
      },
    },
  },
  eof: {
    stream: 'The answer ends properly before the event, so that only its content tells that something is missing.',
    whole: 'The body is empty.',
    required: ['atEvent'],
    members: { atEvent },
  },
  stall: {
    stream: 'Nothing comes for so long before the event, then the rest.',
    whole: 'The head comes, and so much later the body.',
    required: ['atEvent', 'ms'],
    members: { atEvent, ms: milliseconds('How long, in milliseconds.') },
  },
  exception: {
    stream:
      'In place of the event comes an exception (in SSE an `error` event, with the type that Anthropic has for it), and ' +
      'the answer ends.',
    whole: 'The request is refused with the exception and its status.',
    required: ['atEvent', 'type'],
    members: {
      atEvent,
      type: typeName('Such as throttlingException. One that no SDK knows may be given too.'),
      message: text('The message. Default: what Bedrock says with the type.'),
    },
  },
  'error-frame': {
    stream:
      'In place of the event comes a frame of `:message-type` error, which is no exception of the service (in SSE an ' +
      '`api_error`), and the answer ends.',
    whole: 'The request is refused with status 500.',
    required: [],
    members: {
      atEvent: { ...atEvent, default: 0 },
      code: { ...typeName('The `:error-code`.'), default: usualErrorCode },
      message: { ...text('The `:error-message`.'), default: usualErrorMessage },
    },
  },
  checksum: {
    stream:
      'The event has a wrong checksum and is otherwise right; the rest follows. Does not fire in SSE, which has none.',
    whole: 'Does not fire: there is no checksum.',
    required: ['atEvent'],
    members: { atEvent },
  },
  split: {
    stream: 'The bytes come in pieces of these sizes, each written by itself, across the borders of events.',
    whole: 'The same.',
    required: ['sizes'],
    members: {
      sizes: {
        type: 'array',
        minItems: 1,
        items: { type: 'integer', minimum: 1, description: 'The bytes of a piece.' },
        description: 'The sizes of the pieces in bytes; after the last comes the first again.',
      },
    },
  },
  'expired-token': {
    stream: 'The request is refused with 403 ExpiredTokenException.',
    whole: 'The same.',
    required: [],
    members: {},
  },
  'clock-skew': {
    stream:
      'The service has another time, in its Date header too: it refuses signatures as expired or not yet current, and ' +
      'accepts them once the client has corrected its clock. Fires only where it refuses.',
    whole: 'The same.',
    required: [],
    members: {
      ms: {
        type: 'number',
        minimum: -tenYearsMs,
        maximum: tenYearsMs,
        default: usualSkewMs,
        description: 'By how much the service is ahead of the clock, in milliseconds; below 0 it is behind.',
      },
    },
  },
}
