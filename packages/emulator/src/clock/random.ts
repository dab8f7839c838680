import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'

const hexDigits = Buffer.from('0123456789abcdef')
const uuid = Buffer.from('00000000-0000-4000-8000-000000000000')
const dash = 0x2d
const versionAt = 14
const variantAt = 19

/**
 * What AWS calls a request: a UUID, version 4. Written as one text; Node's own is a chain of twenty, all of which the
 * journal would keep.
 */
export function newRequestId(): string {
  const random = randomPiece(uuid.length)
  for (let at = 0; at < uuid.length; at += 1) {
    if (uuid[at] === dash || at === versionAt) continue
    const digit = (random[at] ?? 0) & 15
    uuid[at] = hexDigits[at === variantAt ? 8 | (digit & 3) : digit] ?? 0
  }
  return uuid.toString('latin1')
}

// Drawing per answer would cost a system call each; a pool costs one in a hundred.
const poolSize = 4096
let pool = new Uint8Array(0)
let used = 0

/** What mantle calls a request, in the alphabet and length that its message ids were seen to have. */
export function newMantleRequestId(): string {
  return `req_${lowerCaseId()}`
}

const lowerCase = 'abcdefghijklmnopqrstuvwxyz234567'

/** 52 characters of base 32, as mantle's ids end. */
export function lowerCaseId(): string {
  return Array.from(randomPiece(52), (byte) => lowerCase[byte % 32]).join('')
}

/** `length` bytes that nobody can foresee, for ids that must differ between two equal requests. */
export function randomPiece(length: number): Uint8Array {
  if (used + length > pool.length) {
    pool = randomBytes(Math.max(poolSize, length))
    used = 0
  }
  const piece = pool.subarray(used, used + length)
  used += length
  return piece
}
