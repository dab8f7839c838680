const nothing = Buffer.alloc(0)

/** Room that nobody has to earn, bytes: most held pieces are one short message, and should be copied once. */
const freeRoom = 1024

/**
 * Bytes that arrive piecemeal and are kept until they are whole. Room doubles, so that n bytes cost about n copies
 * however they are cut, and never exceeds twice what has arrived (or {@link freeRoom}), whatever is announced.
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

  /** @param wanted bytes that the whole will have, where that is known: no more room than this is made. */
  append(source: Uint8Array, start: number, end: number, wanted = Number.POSITIVE_INFINITY): void {
    const length = this.#length + end - start
    if (length > this.#room.length) {
      const room = Buffer.allocUnsafe(Math.max(length, Math.min(wanted, Math.max(2 * length, freeRoom))))
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
