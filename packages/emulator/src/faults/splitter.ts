/** Cuts bytes into pieces of given sizes, over and over, whatever the arrays in which they come. */
export class Splitter {
  readonly #sizes: readonly number[]
  #at = 0
  #held: Uint8Array = new Uint8Array(0)

  constructor(sizes: readonly number[]) {
    this.#sizes = sizes
  }

  /** The pieces that are complete. What is left of the bytes waits for more. */
  push(bytes: Uint8Array): Uint8Array[] {
    const all = this.#held.length === 0 ? bytes : joined(this.#held, bytes)
    const pieces: Uint8Array[] = []
    let from = 0
    for (let size = this.#size; from + size <= all.length; size = this.#size) {
      pieces.push(all.subarray(from, from + size))
      from += size
      this.#at += 1
    }
    this.#held = all.subarray(from)
    return pieces
  }

  /** The last piece, which may be short; none if the bytes came out even. */
  rest(): Uint8Array[] {
    return this.#held.length === 0 ? [] : [this.#held]
  }

  get #size(): number {
    return this.#sizes[this.#at % this.#sizes.length] ?? 1
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
