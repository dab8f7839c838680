/** How far back a repetition is looked for. */
const longestRepetition = 600
/** A shorter repetition may well be meant: lines of a table, brackets, indentation. */
const shortestRepetition = 40
const fewestLetters = 12

/** What the text before the seam says of the text behind it. */
export interface SeamBefore {
  /** White space at its end that the model was not shown, because no turn of it may end so: it will write it again. */
  readonly space: string
  /** The text that the model was asked to go on from, where it may repeat some of it; undefined where it cannot. */
  readonly repeatable: string | undefined
}

/** Joins what a model wrote before and after a break: takes out of the new text what the old one has already. */
export class SeamText {
  #space: string
  #tail: string | undefined
  #waiting = ''

  constructor({ space, repeatable }: SeamBefore) {
    this.#space = space
    this.#tail = repeatable?.slice(-longestRepetition)
  }

  /** Takes the next piece; gives what of it, and of what waited, is new. */
  push(text: string): string {
    if (this.#tail === undefined) return this.#withoutSpace(text)
    this.#waiting += text
    return mayGrow(this.#tail, this.#waiting) ? '' : this.end()
  }

  /** No more comes: gives what waited. */
  end(): string {
    const text = this.#waiting
    const repeated = this.#tail === undefined ? 0 : repetition(this.#tail, text)
    this.#waiting = ''
    this.#tail = undefined
    return this.#withoutSpace(text.slice(repeated))
  }

  #withoutSpace(text: string): string {
    let same = 0
    while (same < text.length && same < this.#space.length && text[same] === this.#space[same]) same++
    this.#space = same === text.length ? this.#space.slice(same) : ''
    return text.slice(same)
  }
}

/** Whether more text could still turn out to repeat an end of `tail`. */
function mayGrow(tail: string, text: string): boolean {
  for (let at = 0; at < tail.length - text.length; at++) if (tail.startsWith(text, at)) return true
  return false
}

/** How many characters at the beginning of `text` are the end of `tail` once more, and cannot be meant to be. */
function repetition(tail: string, text: string): number {
  for (let at = 0; at <= tail.length - shortestRepetition; at++) {
    const end = tail.slice(at)
    if (text.startsWith(end)) return new Set(end).size >= fewestLetters ? end.length : 0
  }
  return 0
}
