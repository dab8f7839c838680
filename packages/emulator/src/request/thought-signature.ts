import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'

// Real signatures hold the encrypted thought. Ours holds enough to see that the thought beside it was not changed.
const mark = 'outcrop-thought:'
const markBase64 = Buffer.from(mark).toString('base64').slice(0, 20)

/** The signature of a thought as it is shown: empty where thinking is omitted. */
export function signatureOf(thinking: string): string {
  const digest = createHash('sha256').update(mark).update(thinking).digest()
  return Buffer.concat([Buffer.from(mark), digest]).toString('base64')
}

export function isOurSignature(signature: string): boolean {
  return signature.startsWith(markBase64)
}

export function isSignatureOf(signature: string, thinking: string): boolean {
  return signature === signatureOf(thinking)
}
