const nothing = Buffer.alloc(0)

/** Smallest allocation, bytes: most held pieces are one short message, and should be copied once. */
const smallest = 1024

/**
 * Bytes that arrive piecemeal and are kept until they are whole. Room doubles, so that n bytes cost n copies
 * however they are cut, and never exceeds twice what has arrived (or {@link smallest}), whatever is announced.
 */
export class GrowingBuffer {
  #room = nothing
  #length = 0

  /** Bytes held. */
  get length(): number {
    return this.#length
  }

  /** What is held, in place: valid until the next `append` or `take`. */
  get bytes(): Buffer {
    return this.#room
  }

  append(source: Uint8Array, start: number, end: number): void {
    const length = this.#length + end - start
    if (length > this.#room.length) {
      const room = Buffer.allocUnsafe(Math.max(length, Math.min(2 * length, 2 * this.#room.length), smallest))
      room.set(this.#room.subarray(0, this.#length))
      this.#room = room
    }
    this.#room.set(start === 0 && end === source.length ? source : source.subarray(start, end), this.#length)
    this.#length = length
  }

  /** Hands over what is held, without copying, and holds nothing. */
  take(): Buffer {
    const taken = this.#room.subarray(0, this.#length)
    this.#room = nothing
    this.#length = 0
    return taken
  }
}
