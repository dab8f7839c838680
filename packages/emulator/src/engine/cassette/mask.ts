import { Buffer } from 'node:buffer'
import { EventStreamDecoder, encodeMessage, readFrame } from '@outcrop/wire/event-stream'

/** What stands in a cassette for an account's number. */
const maskedAccount = '000000000000'

const signature = /\bSignature=[0-9a-f]{64}\b/g
const accountInArn = /(arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:)\d{12}(?=:)/g

/** Takes out what a cassette must not hold: numbers of accounts, and secrets, wherever they stand. */
export interface Mask {
  text(text: string): string
  /** A binary event stream; what a model says is left alone, what the service says of a fault is masked. */
  frames(bytes: Uint8Array): Uint8Array
}

/** Without secrets it masks accounts only: what replay does with a request before it looks it up. */
export function maskFor(secrets: readonly string[] = []): Mask {
  const known = secrets.filter((secret) => secret !== '')
  const text = (given: string) => {
    const withoutAccounts = given.replace(accountInArn, `$1${maskedAccount}`).replace(signature, 'Signature=***')
    return known.reduce((masked, secret) => masked.replaceAll(secret, '***'), withoutAccounts)
  }
  return { text, frames: (bytes) => maskFrames(bytes, text) }
}

function maskFrames(bytes: Uint8Array, mask: (text: string) => string): Uint8Array {
  const messages = new EventStreamDecoder().push(bytes)
  if (messages.every((message) => readFrame(message).kind === 'event')) return bytes
  // Only an exception's text may name who called. Its checksum is made anew.
  return Buffer.concat(
    messages.map(({ headers, payload }) => {
      const text = Buffer.from(payload).toString('utf8')
      const isEvent = readFrame({ headers, payload }).kind === 'event'
      return encodeMessage(headers, isEvent ? payload : Buffer.from(mask(text)))
    }),
  )
}
