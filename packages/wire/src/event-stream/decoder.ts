import { crc32 } from 'node:zlib'
import { GrowingBuffer } from '../growing-buffer.js'
import { WireError } from '../wire-error.js'
import { EventStreamError } from './event-stream-error.js'
import type { EventStreamMessage } from './message.js'
import {
  announcedLength,
  leastMessageBytes,
  mostHeaderBytes,
  mostPayloadBytes,
  preludeBytes,
  readUint32,
  trailerBytes,
} from './prelude.js'
import { HeaderReader } from './read-headers.js'

/** Options of {@link EventStreamDecoder}. */
export interface EventStreamDecoderOptions {
  /**
   * Longest message believed, in bytes with everything. A longer one is refused as soon as it announces its length,
   * before any of it is kept. Default: what AWS allows a sender, 24 MiB of payload and 128 KiB of headers.
   */
  readonly maxMessageBytes?: number
}

/**
 * Decodes `application/vnd.amazon.eventstream` from bytes that arrive in pieces of any size.
 *
 * A message that lies whole in the pushed bytes is read in place; only the start of an unfinished one is copied.
 * Both checksums of every message are verified. After an error the stream is dead: every later call throws that
 * same error, for there is no way to find the next message once a length cannot be believed.
 */
export class EventStreamDecoder {
  readonly #maxMessageBytes: number
  readonly #headers = new HeaderReader()
  readonly #partial = new GrowingBuffer()
  #failure: unknown

  /** @throws {WireError} `argument` for a bound that no message could keep. */
  constructor(options: EventStreamDecoderOptions = {}) {
    const bound = options.maxMessageBytes ?? leastMessageBytes + mostHeaderBytes + mostPayloadBytes
    if (!(bound >= leastMessageBytes)) throw new WireError('argument', `No event-stream message fits in ${bound} bytes`)
    this.#maxMessageBytes = bound
  }

  /** Bytes held of a message that is not whole yet. */
  get buffered(): number {
    return this.#partial.length
  }

  /**
   * The messages that these bytes complete, in order.
   *
   * @throws {EventStreamError} `prelude_checksum`, `message_checksum`, `message_length` or `headers`; its `messages`
   * are those that came before the bad one in these bytes.
   */
  push(chunk: Uint8Array): EventStreamMessage[] {
    if (this.#failure !== undefined) throw this.#failure
    const messages: EventStreamMessage[] = []
    try {
      this.#decode(chunk, messages)
      return messages
    } catch (error) {
      throw this.#die(
        error instanceof EventStreamError ? new EventStreamError(error.code, error.message, messages) : error,
      )
    }
  }

  /**
   * Says that no more bytes will come.
   *
   * @throws {EventStreamError} `truncated` if the stream ended inside a message, be it inside its first length.
   */
  end(): void {
    if (this.#failure !== undefined) throw this.#failure
    if (this.#partial.length > 0)
      throw this.#die(new EventStreamError('truncated', 'The event stream ended inside a message'))
  }

  #decode(chunk: Uint8Array, messages: EventStreamMessage[]): void {
    let at = this.#partial.length > 0 ? this.#continuePartial(chunk, messages) : 0
    let wanted = preludeBytes
    while (chunk.length - at >= preludeBytes) {
      const length = announcedLength(chunk, at, this.#maxMessageBytes)
      if (chunk.length - at < length) {
        wanted = length
        break
      }
      messages.push(this.#readMessage(chunk, at, at + length))
      at += length
    }
    if (at < chunk.length) this.#partial.append(chunk, at, chunk.length, wanted)
  }

  /** Adds to the unfinished message what belongs to it, and gives the place in the chunk where that ends. */
  #continuePartial(chunk: Uint8Array, messages: EventStreamMessage[]): number {
    const partial = this.#partial
    let at = 0
    if (partial.length < preludeBytes) {
      at = Math.min(preludeBytes - partial.length, chunk.length)
      partial.append(chunk, 0, at, preludeBytes)
      if (partial.length < preludeBytes) return at
    }
    const length = announcedLength(partial.bytes, 0, this.#maxMessageBytes)
    const end = Math.min(at + length - partial.length, chunk.length)
    partial.append(chunk, at, end, length)
    if (partial.length === length) messages.push(this.#readMessage(partial.take(), 0, length))
    return end
  }

  /** Reads a whole message whose prelude was found true. */
  #readMessage(bytes: Uint8Array, start: number, end: number): EventStreamMessage {
    const payloadEnd = end - trailerBytes
    // The checksum of the message starts with the bytes that the prelude's covers, so it continues from there.
    const sum = crc32(bytes.subarray(start + 8, payloadEnd), readUint32(bytes, start + 8))
    if (sum !== readUint32(bytes, payloadEnd))
      throw new EventStreamError('message_checksum', 'An event-stream message does not match its checksum')
    const headersStart = start + preludeBytes
    const headersEnd = headersStart + readUint32(bytes, start + 4)
    const headers = this.#headers.read(bytes, headersStart, headersEnd)
    return { headers, payload: bytes.subarray(headersEnd, payloadEnd) }
  }

  #die(failure: unknown): unknown {
    this.#failure = failure
    this.#partial.take()
    return failure
  }
}
