import { isBlank } from '../line-keys.js'
import { likenessOf } from './similarity.js'
import type { Likeness } from './similarity.js'

/** A quote laid over a file, line by line, as well as it goes. */
export interface Alignment {
  readonly places: readonly (number | undefined)[]
  /** How much of the quote the file has there, from 0 to 1, white space aside. */
  readonly words: number
  /** The same with white space: it decides between places. */
  readonly exact: number
}

/** What a line of the quote weighs: its letters, so that a lost brace matters less than a lost statement. */
const weightOf = (line: string): number => line.trim().length + 1

/** What it costs to pass over a line of the file that the quote does not have. */
const passingOver = (line: string): number => (isBlank(line) ? 0.1 : 2)

interface Cell {
  readonly score: number
  readonly step: 'pair' | 'skip old' | 'skip file' | 'end'
}

/** Lays a quote over a file around one pair of lines that is sure. */
export class Aligner {
  readonly #quote: readonly string[]
  readonly #texts: readonly string[]
  readonly #known = new Map<string, Likeness>()
  readonly #weight: number

  constructor(quote: readonly string[], texts: readonly string[]) {
    this.#quote = quote
    this.#texts = texts
    this.#weight = quote.reduce((sum, line) => sum + weightOf(line), 0)
  }

  /** The best alignment in which line `old` of the quote is line `place` of the file. */
  around(old: number, place: number): Alignment {
    const places: (number | undefined)[] = this.#quote.map(() => undefined)
    places[old] = place
    this.#extend(places, { old, place, step: 1, count: this.#quote.length - 1 - old })
    this.#extend(places, { old, place, step: -1, count: old })
    return this.rate(places)
  }

  /** How well these pairs of lines fit. */
  rate(places: readonly (number | undefined)[]): Alignment {
    let words = 0
    let exact = 0
    places.forEach((place, old) => {
      if (place === undefined) return
      const likeness = this.#likeness(old, place)
      words += likeness.words * weightOf(this.#quote[old]!)
      exact += likeness.exact * weightOf(this.#quote[old]!)
    })
    return { places, words: words / this.#weight, exact: exact / this.#weight }
  }

  /** Walks away from the sure pair in one direction; the file's end of the walk is free. */
  #extend(
    places: (number | undefined)[],
    walk: { readonly old: number; readonly place: number; readonly step: 1 | -1; readonly count: number },
  ): void {
    const { count, step } = walk
    if (count === 0) return
    const slack = 6 + Math.floor(count / 4)
    const room = step > 0 ? this.#texts.length - 1 - walk.place : walk.place
    const width = Math.min(room, count + slack)
    const oldAt = (row: number) => walk.old + step * (row + 1)
    const fileAt = (column: number) => walk.place + step * (column + 1)
    const end: Cell = { score: 0, step: 'end' }
    let below: Cell[] = Array.from({ length: width + 1 }, () => end)
    const table: Cell[][] = [below]
    for (let row = count - 1; row >= 0; row--) {
      const cells: Cell[] = Array.from({ length: width + 1 }, () => ({ score: below[width]!.score, step: 'skip old' }))
      for (let column = width - 1; column >= 0; column--) {
        if (Math.abs(column - row) > slack) {
          cells[column] = { score: Number.NEGATIVE_INFINITY, step: 'skip old' }
          continue
        }
        const likeness = this.#likeness(oldAt(row), fileAt(column))
        let best: Cell = { score: below[column]!.score, step: 'skip old' }
        const passed = cells[column + 1]!.score - passingOver(this.#texts[fileAt(column)]!)
        if (passed > best.score) best = { score: passed, step: 'skip file' }
        const paired = below[column + 1]!.score + likeness.exact * weightOf(this.#quote[oldAt(row)]!)
        if (likeness.words > 0 && paired >= best.score) best = { score: paired, step: 'pair' }
        cells[column] = best
      }
      table.unshift(cells)
      below = cells
    }
    for (let row = 0, column = 0; row < count;) {
      const cell = table[row]![column]!
      if (cell.step === 'pair') places[oldAt(row++)] = fileAt(column++)
      else if (cell.step === 'skip file') column++
      else row++
    }
  }

  #likeness(old: number, place: number): Likeness {
    const key = `${old}:${place}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const quoted = this.#quote[old]!
    const line = this.#texts[place]!
    const made = isBlank(quoted) !== isBlank(line) ? { words: 0, exact: 0 } : likenessOf(quoted, line)
    this.#known.set(key, made)
    return made
  }
}
