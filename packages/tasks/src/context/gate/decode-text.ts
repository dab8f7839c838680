/**
 * Decodes a file as text: UTF-8, or UTF-16 with its byte-order mark (as Windows tools write it). The mark itself goes.
 * Undefined for anything else, and for text with a NUL in it: that is a binary file.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}
