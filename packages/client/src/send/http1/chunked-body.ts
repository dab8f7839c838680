import { readHeaderLines } from './header-lines.js'
import { malformedAnswer } from './malformed-answer.js'

const carriageReturn = 0x0d
const lineFeed = 0x0a
const semicolon = 0x3b

/** Longest line of a chunk's size with its extensions, which nobody uses. */
const longestSizeLine = 1024

/** Most bytes of trailers, as of a head. */
const longestTrailers = 16 * 1024

/** Sizes of chunks have at most so many digits: 4 GiB. */
const mostDigits = 8

/** The value of each hexadecimal digit; -1 for every other byte. */
const digits = Int8Array.from({ length: 256 }, (_, byte) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase()),
)

type Phase = 'size' | 'extension' | 'size end' | 'data' | 'data end' | 'data line end' | 'trailers' | 'over'

/**
 * Takes the chunked transfer encoding off a body that comes in pieces of any size. The data of all chunks in a piece are
 * moved together in place, so that whoever reads them has one run of bytes for each read from the socket, not one for
 * each chunk: for a stream of small chunks the calls would cost more than the bytes.
 */
export class ChunkedBody {
  #phase: Phase = 'size'
  /** Bytes of data that the chunk still has. */
  #left = 0
  #digits = 0
  #lineLength = 0
  #trailers = ''
  /** Where the data of the piece are, after {@link ChunkedBody.take}. */
  dataStart = 0
  dataEnd = 0

  get over(): boolean {
    return this.#phase === 'over'
  }

  /**
   * Takes a piece, from `start` to `end`, and moves what is data in it together. After an error the data before it are
   * still there.
   *
   * @returns where the body ended in this piece, else `end`
   * @throws Error `HTTP_MALFORMED`
   */
  take(bytes: Buffer, start: number, end: number): number {
    this.dataStart = start
    this.dataEnd = start
    let at = start
    while (at < end && this.#phase !== 'over') {
      if (this.#phase === 'data') at = this.#takeData(bytes, at, end)
      else if (this.#phase === 'trailers') at = this.#takeTrailers(bytes, at, end)
      else this.#takeByte(bytes[at++]!)
    }
    return at
  }

  #takeData(bytes: Buffer, at: number, end: number): number {
    const length = Math.min(this.#left, end - at)
    if (this.dataEnd === this.dataStart) this.dataEnd = this.dataStart = at
    else bytes.copyWithin(this.dataEnd, at, at + length)
    this.dataEnd += length
    this.#left -= length
    if (this.#left === 0) this.#phase = 'data end'
    return at + length
  }

  #takeByte(byte: number): void {
    switch (this.#phase) {
      case 'size':
        return this.#takeDigit(byte)
      case 'extension':
        if (byte === lineFeed) throw malformedAnswer('a bare line feed after the size of a chunk')
        if (byte === carriageReturn) this.#phase = 'size end'
        else if (++this.#lineLength > longestSizeLine) throw malformedAnswer('an endless line with the size of a chunk')
        return
      case 'size end':
        if (byte !== lineFeed) throw malformedAnswer('a bare carriage return after the size of a chunk')
        this.#phase = this.#left === 0 ? 'trailers' : 'data'
        return
      case 'data end':
        if (byte !== carriageReturn) throw malformedAnswer('a chunk that is longer than its size')
        this.#phase = 'data line end'
        return
      case 'data line end':
        if (byte !== lineFeed) throw malformedAnswer('a chunk that is longer than its size')
        this.#digits = 0
        this.#lineLength = 0
        this.#phase = 'size'
        return
      case 'data':
      case 'trailers':
      case 'over':
        throw new TypeError(`Not taken byte by byte: ${this.#phase}`)
    }
  }

  #takeDigit(byte: number): void {
    const digit = digits[byte]!
    if (digit >= 0) {
      if (++this.#digits > mostDigits) throw malformedAnswer('a chunk of a size beyond belief')
      this.#left = this.#left * 16 + digit
      return
    }
    if (this.#digits === 0) throw malformedAnswer('a chunk without a size')
    if (byte === carriageReturn) this.#phase = 'size end'
    else if (byte === semicolon) this.#phase = 'extension'
    else throw malformedAnswer('the size of a chunk is no number')
  }

  /** What is said after the body concerns nobody here; but where it ends does. */
  #takeTrailers(bytes: Buffer, at: number, end: number): number {
    const before = this.#trailers.length
    this.#trailers += bytes.toString('latin1', at, Math.min(end, at + longestTrailers))
    const trailers = this.#trailers
    const emptyLine = trailers.startsWith('\r\n') ? 0 : trailers.indexOf('\r\n\r\n', Math.max(0, before - 3))
    if (emptyLine < 0) {
      if (trailers.length >= longestTrailers) throw malformedAnswer('endless trailers')
      return end
    }
    const lines = emptyLine === 0 ? '' : trailers.slice(0, emptyLine + 2)
    readHeaderLines(lines, 0)
    this.#phase = 'over'
    return at + lines.length + 2 - before
  }
}
