import { GrowingBuffer } from '../growing-buffer.js'
import { WireError } from '../wire-error.js'
import { EventUnderWay } from './event-under-way.js'
import { SseError } from './sse-error.js'
import type { SseEvent } from './sse-event.js'

const lineFeed = 0x0a
const carriageReturn = 0x0d
const colon = 0x3a
const byteOrderMark = '\ufeff'

/** Options of {@link SseDecoder}. */
export interface SseDecoderOptions {
  /**
   * Longest event believed, in bytes of its lines and of the line that is arriving, be it a comment. Default: 24 MiB,
   * as much as a message of the binary event stream may carry.
   */
  readonly maxEventBytes?: number
}

/**
 * Decodes server-sent events from bytes that arrive in pieces of any size, by the rules of the HTML Standard: LF, CR
 * or CRLF end a line, a byte order mark is skipped, broken UTF-8 becomes U+FFFD, comments and unknown fields are
 * passed over. After an error every later call throws that same error.
 */
export class SseDecoder {
  readonly #maxEventBytes: number
  readonly #line = new GrowingBuffer()
  readonly #event = new EventUnderWay()
  /** Bytes of the lines of the event under way, without comments. */
  #eventBytes = 0
  #started = false
  /** The last byte was a CR: an LF that follows belongs to it. */
  #afterCarriageReturn = false
  #failure: SseError | undefined

  /** @throws {WireError} `argument` for a bound that no event could keep. */
  constructor(options: SseDecoderOptions = {}) {
    const bound = options.maxEventBytes ?? 24 * 1024 * 1024
    if (!(bound > 0)) throw new WireError('argument', `No server-sent event fits in ${bound} bytes`)
    this.#maxEventBytes = bound
  }

  /** Bytes held of an event that is not whole yet. */
  get buffered(): number {
    return this.#line.length + this.#eventBytes
  }

  /**
   * The events that these bytes complete, in order.
   *
   * @throws {SseError} `event_length`; its `events` are those that came before the long one in these bytes.
   */
  push(chunk: Uint8Array): SseEvent[] {
    if (this.#failure !== undefined) throw this.#failure
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    const events: SseEvent[] = []
    let at = 0
    if (this.#afterCarriageReturn && bytes.length > 0) {
      this.#afterCarriageReturn = false
      if (bytes[0] === lineFeed) at = 1
    }
    // Both are found once and kept until passed, so that a stream without CR is not searched for one line by line.
    let nextFeed = bytes.indexOf(lineFeed, at)
    let nextReturn = bytes.indexOf(carriageReturn, at)
    while (nextFeed >= 0 || nextReturn >= 0) {
      const isReturn = nextFeed < 0 || (nextReturn >= 0 && nextReturn < nextFeed)
      const end = isReturn ? nextReturn : nextFeed
      this.#takeLine(bytes, at, end, events)
      at = end + 1
      if (isReturn && at === bytes.length) this.#afterCarriageReturn = true
      else if (isReturn && nextFeed === at) at++
      if (nextFeed >= 0 && nextFeed < at) nextFeed = bytes.indexOf(lineFeed, at)
      if (nextReturn >= 0 && nextReturn < at) nextReturn = bytes.indexOf(carriageReturn, at)
    }
    this.#checkBound(this.#line.length + bytes.length - at, events)
    if (at < bytes.length) this.#line.append(bytes, at, bytes.length)
    return events
  }

  /**
   * Says that no more bytes will come. An event without its empty line is discarded, as the standard demands: so
   * nothing is ever left to return. Whether the stream was whole is for the reader to know, by a terminal event.
   *
   * @throws {SseError} if the stream had failed.
   */
  end(): SseEvent[] {
    if (this.#failure !== undefined) throw this.#failure
    this.#forget()
    return []
  }

  #takeLine(bytes: Buffer, start: number, end: number, events: SseEvent[]): void {
    this.#checkBound(this.#line.length + end - start, events)
    let line = bytes
    let from = start
    let to = end
    if (this.#line.length > 0) {
      this.#line.append(bytes, start, end)
      line = this.#line.take()
      from = 0
      to = line.length
    }
    if (!this.#started) from = this.#skipByteOrderMark(line, from, to)
    if (from === to) this.#dispatch(events)
    else if (line[from] !== colon) {
      this.#eventBytes += to - from
      this.#event.takeLine(line.toString('utf8', from, to))
    }
  }

  #skipByteOrderMark(line: Buffer, from: number, to: number): number {
    this.#started = true
    return to - from >= 3 && line.toString('utf8', from, from + 3) === byteOrderMark ? from + 3 : from
  }

  #dispatch(events: SseEvent[]): void {
    this.#eventBytes = 0
    const event = this.#event.dispatch()
    if (event !== undefined) events.push(event)
  }

  #checkBound(lineBytes: number, events: SseEvent[]): void {
    if (this.#eventBytes + lineBytes <= this.#maxEventBytes) return
    this.#failure = new SseError(`A server-sent event is longer than the bound of ${this.#maxEventBytes} bytes`, events)
    this.#forget()
    throw this.#failure
  }

  #forget(): void {
    this.#line.take()
    this.#event.dispatch()
    this.#eventBytes = 0
  }
}
