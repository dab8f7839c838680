import type { WireHead } from '../../invocation/index.js'
import { ChunkedBody } from './chunked-body.js'
import { malformedAnswer } from './malformed-answer.js'
import { readResponseHead } from './response-head.js'
import type { ResponseHead } from './response-head.js'

/** Takes what a {@link ResponseReader} finds. */
export interface ResponseSink {
  head(head: WireHead): void
  /** Bytes of the body, in place: they are overwritten once this returns. */
  bytes(chunk: Uint8Array): void
}

/** As much as Node's own parser takes. */
const longestHead = 16 * 1024

const endOfHead = '\r\n\r\n'
const endOfHeadBytes = Buffer.from(endOfHead)

/** Reads one answer of HTTP/1.1 from bytes that come in pieces of any size. */
export class ResponseReader {
  #partialHead = ''
  #head: ResponseHead | undefined
  #chunked: ChunkedBody | undefined
  /** Bytes of the body that are still to come, where the head said how many there are. */
  #left = 0
  #over = false
  #started = false

  /** Whether anything of the answer has come. */
  get started(): boolean {
    return this.#started
  }

  /** Whether the answer is whole. */
  get over(): boolean {
    return this.#over
  }

  /** The head, once it has come. */
  get head(): ResponseHead | undefined {
    return this.#head
  }

  /**
   * Takes `bytes` from their beginning to `end`, and writes over them.
   *
   * @returns where the answer ended; less than `end` if something follows it that nobody asked for
   * @throws Error `HTTP_MALFORMED`
   */
  push(bytes: Buffer, end: number, sink: ResponseSink): number {
    if (end > 0) this.#started = true
    let at = 0
    while (this.#head === undefined) {
      const next = this.#takeHead(bytes, at, end, sink)
      if (next === undefined) return end
      at = next
    }
    if (this.#over || at === end) return at
    if (this.#chunked !== undefined) return this.#takeChunked(this.#chunked, { bytes, at, end, sink })
    const to = Math.min(end, at + this.#left)
    this.#left -= to - at
    if (this.#left === 0) this.#over = true
    sink.bytes(at === 0 && to === bytes.length ? bytes : bytes.subarray(at, to))
    return to
  }

  /**
   * Says that the connection was closed.
   *
   * @returns whether the answer is whole, because it was to last until then
   */
  close(): boolean {
    if (this.#head?.body === 'until close') this.#over = true
    return this.#over
  }

  /** Where the head ends, if it does. */
  #takeHead(bytes: Buffer, at: number, end: number, sink: ResponseSink): number | undefined {
    const before = this.#partialHead.length
    // Found among the bytes where it lies whole in them, so that no more than the head becomes a string.
    const found = before === 0 ? bytes.indexOf(endOfHeadBytes, at) : -1
    const most = found < 0 ? longestHead : found - at
    const text = this.#partialHead + bytes.toString('latin1', at, Math.min(end, at + most + endOfHead.length))
    const close = text.indexOf(endOfHead, Math.max(0, before - 3))
    if ((close < 0 ? text.length : close) > longestHead)
      throw malformedAnswer(`a head of more than ${longestHead} bytes`)
    if (close < 0) {
      this.#partialHead = text
      return undefined
    }
    this.#partialHead = ''
    const head = readResponseHead(text.slice(0, close + 2))
    if (head.status === 101) throw malformedAnswer('a change of protocol that nobody asked for')
    // Of an interim answer (100, 103) nothing is needed: the true one follows.
    if (head.status >= 200) this.#begin(head, sink)
    return at + close + endOfHead.length - before
  }

  #begin(head: ResponseHead, sink: ResponseSink): void {
    this.#head = head
    if (head.body === 'chunked') this.#chunked = new ChunkedBody()
    else this.#left = head.body === 'until close' ? Number.POSITIVE_INFINITY : head.body
    this.#over = head.body === 0
    sink.head(head)
  }

  #takeChunked(
    chunked: ChunkedBody,
    { bytes, at, end, sink }: { bytes: Buffer; at: number; end: number; sink: ResponseSink },
  ): number {
    try {
      return chunked.take(bytes, at, end)
    } finally {
      // Said before the data are handed on, so that an error of whoever takes them changes nothing of it.
      this.#over = chunked.over
      const { dataStart, dataEnd } = chunked
      if (dataEnd > dataStart) sink.bytes(bytes.subarray(dataStart, dataEnd))
    }
  }
}
