import type { LineRange } from './finding.js'

/** How far off the lines are that models count. Farther away a guess of theirs says nothing. */
const guessWindow = 12

/** Where a quote may stand. */
export interface QuotePlaces {
  /** The one place, if there is one or the model's guess chooses one. */
  readonly range?: LineRange
  /** How many places there are. */
  readonly count: number
}

/**
 * Finds the lines that a model quoted. Indentation, the width of white space, line ends and blank lines do not count: a
 * quote has often lost them; everything else has to be the same. `guess` is the line that the model counted. It chooses
 * between equal places only where it can be off by the whole window and still mean the same one.
 */
export function locateQuote(lines: readonly string[], quote: string, guess?: number): QuotePlaces {
  const wanted = quote.split(/\r\n|\r|\n/).flatMap((line) => (line.trim() === '' ? [] : [plain(line)]))
  if (wanted.length === 0) return { count: 0 }
  const places = placesOf(lines, wanted)
  const [first] = places
  if (first === undefined) return withinOneLine(lines, wanted, guess)
  if (places.length === 1) return { range: first, count: 1 }
  return chosen(places, guess)
}

const plain = (line: string) => line.trim().replace(/\s+/g, ' ')

function placesOf(lines: readonly string[], wanted: readonly string[]): readonly LineRange[] {
  const solid = lines.flatMap((line, index) => (line.trim() === '' ? [] : [{ text: plain(line), line: index + 1 }]))
  const found: LineRange[] = []
  for (let at = 0; at + wanted.length <= solid.length; at++) {
    if (!wanted.every((text, offset) => solid[at + offset]?.text === text)) continue
    const startLine = solid[at]?.line ?? 1
    found.push({ startLine, endLine: solid[at + wanted.length - 1]?.line ?? startLine })
  }
  return found
}

/** A quote may be a part of a line; one that is too short could stand anywhere by chance. */
const shortestPart = 6

function withinOneLine(lines: readonly string[], wanted: readonly string[], guess: number | undefined): QuotePlaces {
  const [part = ''] = wanted
  if (wanted.length !== 1 || part.length < shortestPart) return { count: 0 }
  const found = lines.flatMap((line, index) => {
    return plain(line).includes(part) ? [{ startLine: index + 1, endLine: index + 1 }] : []
  })
  const [first] = found
  if (first === undefined) return { count: 0 }
  return found.length === 1 ? { range: first, count: 1 } : chosen(found, guess)
}

function chosen(places: readonly LineRange[], guess: number | undefined): QuotePlaces {
  const count = places.length
  if (guess === undefined) return { count }
  const near = places.filter(({ startLine }) => Math.abs(startLine - guess) <= guessWindow)
  const [only] = near
  return near.length === 1 && only !== undefined ? { range: only, count } : { count }
}
