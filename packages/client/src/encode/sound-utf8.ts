import { isAscii, isUtf8 } from 'node:buffer'
import { WireError } from '@outcrop/wire/sse'

/**
 * Watches that bytes are UTF-8, whichever way they are cut. Readers of server-sent events turn broken bytes into U+FFFD
 * by the standard; in an answer that would be damage which nobody notices.
 */
export class SoundUtf8 {
  #decoder = new TextDecoder('utf-8', { fatal: true })
  /** Whether the last byte may belong to a character that is not whole. */
  #open = false

  /** How many of the bytes are sound; all of them, unless something is broken. */
  push(chunk: Uint8Array): number {
    if (!this.#open && isAscii(chunk)) return chunk.byteLength
    const wasOpen = this.#open
    try {
      this.#decoder.decode(chunk, { stream: true })
    } catch {
      return wasOpen ? 0 : soundLines(chunk)
    }
    this.#open = (chunk[chunk.byteLength - 1] ?? 0) >= 0x80
    return chunk.byteLength
  }

  /** @throws WireError `protocol` inside a character */
  end(): void {
    try {
      this.#decoder.decode()
    } catch {
      throw brokenUtf8()
    }
  }
}

export function brokenUtf8(): WireError {
  return new WireError('protocol', 'The stream holds bytes that are not UTF-8')
}

/** The length of the whole lines before the first broken byte. */
function soundLines(chunk: Uint8Array): number {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  for (let end = bytes.lastIndexOf('\n'); end >= 0; end = end === 0 ? -1 : bytes.lastIndexOf('\n', end - 1)) {
    if (isUtf8(bytes.subarray(0, end + 1))) return end + 1
  }
  return 0
}
