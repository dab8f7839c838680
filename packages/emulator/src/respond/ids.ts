const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** 22 characters of base 58, as Anthropic's ids end; fewer where there are fewer bytes. */
export function idFrom(bytes: Uint8Array): string {
  let id = ''
  for (const byte of bytes) id += alphabet[byte % alphabet.length]
  return id
}

/** How many bytes an id takes. */
export const idLength = 22
