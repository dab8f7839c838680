import { randomBytes, randomUUID } from 'node:crypto'

/** What AWS calls a request: a UUID, version 4. */
export function newRequestId(): string {
  return randomUUID()
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
