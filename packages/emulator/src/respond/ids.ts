import { Buffer } from 'node:buffer'

const alphabet = Buffer.from('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz')

/** 22 characters of base 58, as Anthropic's ids end; fewer where there are fewer bytes. */
export function idFrom(bytes: Uint8Array): string {
  const id = Buffer.allocUnsafe(bytes.length)
  for (const [at, byte] of bytes.entries()) id[at] = alphabet[byte % alphabet.length] ?? 0
  return id.toString('latin1')
}

/** How many bytes an id takes. */
export const idLength = 22
