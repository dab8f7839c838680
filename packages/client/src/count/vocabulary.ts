/** How usual a word is. */
const rare = 0

/** Letters as 0 to 25, whatever their case. */
function letterOf(code: number): number {
  return (code | 32) - 97
}

/** A word's digest, in which its case does not count. */
function digest(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ letterOf(text.charCodeAt(at)), 0x01000193)
  // 0 means an empty place in the table.
  return hash === 0 ? 1 : hash
}

export interface WordLists {
  /** Words separated by spaces: these are nearly always one token. */
  readonly common: string
  /** These mostly. */
  readonly known: string
  /** For each pair of letters, `aa` to `zz`, how usual it is: a digit from 0, the most usual, to 4. */
  readonly letterPairs: string
}

/**
 * Which words and pairs of letters are usual. Holds digests of the words, so that looking one up makes no string: two
 * words with the same digest are so rare that an estimate does not mind.
 */
export class Vocabulary {
  readonly #digests: Int32Array
  readonly #ranks: Uint8Array
  readonly #mask: number
  readonly #pairs: Uint8Array

  constructor({ common, known, letterPairs }: WordLists) {
    const lists = [known.split(' '), common.split(' ')]
    const size = 2 ** Math.ceil(Math.log2(4 * (lists[0]!.length + lists[1]!.length)))
    this.#digests = new Int32Array(size)
    this.#ranks = new Uint8Array(size)
    this.#mask = size - 1
    for (const [index, list] of lists.entries()) for (const word of list) this.#add(word, index + 1)
    this.#pairs = Uint8Array.from(letterPairs, Number)
  }

  /** 0 for a rare word, 1 for a known one, 2 for a common one. */
  rankOf(text: string, from: number, to: number): number {
    const hash = digest(text, from, to)
    let at = hash & this.#mask
    while (this.#digests[at] !== 0) {
      if (this.#digests[at] === hash) return this.#ranks[at] ?? rare
      at = (at + 1) & this.#mask
    }
    return rare
  }

  /** How usual a pair of letters is, from 0, the most usual, to 4. */
  pairOf(first: number, second: number): number {
    return this.#pairs[letterOf(first) * 26 + letterOf(second)] ?? 4
  }

  #add(word: string, rank: number): void {
    const hash = digest(word, 0, word.length)
    let at = hash & this.#mask
    while (this.#digests[at] !== 0) at = (at + 1) & this.#mask
    this.#digests[at] = hash
    this.#ranks[at] = rank
  }
}
