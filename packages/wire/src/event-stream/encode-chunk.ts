import { WireError } from '../wire-error.js'
import { encodeEventFrame, eventHeaderBlock } from './encode-frame.js'
import { openMessage, seal } from './encode-message.js'
import { preludeBytes } from './prelude.js'
import { base64Length, writeAsciiBase64 } from './write-base64.js'

const paddingCharacters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const paddingShape = /^[A-Za-z0-9]*$/

const opening = Buffer.from('{"bytes":"')

/** What stands behind the base64. Bedrock's paddings are few, and so are these. */
const mostTails = 64
const tails = new Map<string, Uint8Array>()

function tailOf(padding: string): Uint8Array {
  const known = tails.get(padding)
  if (known !== undefined) return known
  if (!paddingShape.test(padding)) throw new WireError('argument', 'The padding of a chunk is letters and digits')
  const tail = Buffer.from(padding === '' ? '"}' : `","p":"${padding}"}`)
  if (tails.size < mostTails) tails.set(padding, tail)
  return tail
}

/**
 * Bedrock's `p`: the first characters of a…zA…Z0…9, so many that the length of a frame says nothing of its text.
 *
 * @param length 0 to 62; in Bedrock's own frames 2 to 61, evenly spread.
 * @throws {WireError} `argument`
 */
export function padding(length: number): string {
  if (!Number.isInteger(length) || length < 0 || length > paddingCharacters.length)
    throw new WireError('argument', `A padding of ${length} characters; 0 to ${paddingCharacters.length} are possible`)
  return paddingCharacters.slice(0, length)
}

/**
 * A frame of InvokeModelWithResponseStream around one Anthropic event, as Bedrock writes it.
 *
 * @param anthropicEventJson the event as JSON.
 * @param padding letters and digits, see {@link padding}; empty leaves `p` out, as Bedrock did before 2024-12.
 * @throws {WireError} `argument` if the padding is anything else or the event too long.
 */
export function encodeChunk(anthropicEventJson: string, padding: string): Uint8Array {
  const tail = tailOf(padding)
  const headerBlock = eventHeaderBlock('chunk')
  const length = base64Length(anthropicEventJson.length)
  const message = openMessage(headerBlock, opening.length + length + tail.length)
  const start = preludeBytes + headerBlock.length
  message.set(opening, start)
  if (!writeAsciiBase64(anthropicEventJson, message, start + opening.length))
    return encodeEventFrame('chunk', payloadOf(anthropicEventJson, tail))
  message.set(tail, start + opening.length + length)
  return seal(message)
}

function payloadOf(text: string, tail: Uint8Array): Uint8Array {
  return Buffer.concat([opening, Buffer.from(Buffer.from(text).toString('base64')), tail])
}
