import { WireError } from '../wire-error.js'
import { eventHeaderBlock } from './encode-frame.js'
import { openMessage, seal } from './encode-message.js'
import { preludeBytes } from './prelude.js'

const paddingCharacters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const paddingShape = /^[A-Za-z0-9]*$/

/** Reused between calls: the bytes live only from the writing of the text to the writing of its base64. */
const scratch = Buffer.allocUnsafeSlow(16 * 1024)

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

function toBase64(text: string): string {
  // Three bytes of UTF-8 are the most that one UTF-16 unit needs.
  if (text.length * 3 > scratch.length) return Buffer.from(text).toString('base64')
  return scratch.toString('base64', 0, scratch.write(text))
}

/**
 * A frame of InvokeModelWithResponseStream around one Anthropic event, as Bedrock writes it.
 *
 * @param anthropicEventJson the event as JSON.
 * @param padding letters and digits, see {@link padding}; empty leaves `p` out, as Bedrock did before 2024-12.
 * @throws {WireError} `argument` if the padding is anything else or the event too long.
 */
export function encodeChunk(anthropicEventJson: string, padding: string): Uint8Array {
  if (!paddingShape.test(padding)) throw new WireError('argument', 'The padding of a chunk is letters and digits')
  const tail = padding === '' ? '"}' : `","p":"${padding}"}`
  const payload = `{"bytes":"${toBase64(anthropicEventJson)}${tail}`
  const headerBlock = eventHeaderBlock('chunk')
  const message = openMessage(headerBlock, payload.length)
  message.write(payload, preludeBytes + headerBlock.length, 'latin1')
  return seal(message)
}
