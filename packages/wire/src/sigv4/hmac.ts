import { hash } from 'node:crypto'

/** Of SHA-256, in bytes (RFC 2104, 2). */
const blockLength = 64

/** A key in the two forms that HMAC hashes it in. */
interface Pads {
  readonly inner: Buffer
  readonly outer: Buffer
}

/** By the key as `signingKey` keeps it, so that they go with it. */
const made = new WeakMap<Buffer, Pads>()

function padsOf(key: Buffer): Pads {
  const known = made.get(key)
  if (known !== undefined) return known
  const pads = { inner: Buffer.alloc(blockLength, 0x36), outer: Buffer.alloc(blockLength, 0x5c) }
  for (const [at, byte] of key.entries()) {
    pads.inner[at]! ^= byte
    pads.outer[at]! ^= byte
  }
  made.set(key, pads)
  return pads
}

/**
 * HMAC-SHA256 in lower-case hexadecimal, of the UTF-8 of a text. `createHmac` makes a stream and a native object for each
 * signature, which cost more than the hashing.
 *
 * @param key of at most 64 bytes, as every signing key is; not to be changed afterwards
 */
export function hmacHex(key: Buffer, text: string): string {
  const { inner, outer } = padsOf(key)
  const digest = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer')
  return hash('sha256', Buffer.concat([outer, digest]), 'hex')
}
