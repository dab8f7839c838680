import { removedLines } from '../delta.js'
import type { DeltaStep } from '../delta.js'
import { indentOf, isBlank, plain } from '../line-keys.js'
import { Aligner } from './align.js'
import type { Alignment } from './align.js'
import type { LineFinder } from './find-lines.js'
import { placementOf } from './placement.js'
import type { Placement } from './placement.js'
import { changesTheSame, isStretched, passedOver } from './read-worse.js'
import { editLikeness } from './similarity.js'

/** The least of the quote that the file must still have. */
const leastLike = 0.8
/** The same where every line but one is as quoted, and so many of them are. */
const leastLikeButOne = 0.4
const fewestButOne = 4
/** The same where fewer are. */
const leastLikeOfFew = 0.6
/** How far behind any other place must be. */
export const margin = 0.05
/** Shorter quotes say too little to forgive anything. */
const fewestLines = 3
/** A line with fewer letters says nothing by being the beginning of another. */
const fewestLetters = 8
/** A line less like its quote than this is another line. */
const leastAlike = 0.85
/** What a line of the file counts against a place that the quote passes over. */
const costOfPassing = 0.03
/** A line that stands in more places than this leads nowhere. */
const mostPlaces = 200

/** One place that a quote resembles, whether or not it is good enough. */
export interface Candidate extends Alignment {
  readonly anchor: number
  readonly from: number
}

/** What became of the search: the place, or why there is none. */
export type StaleSearch =
  | { readonly placement: Placement }
  | { readonly refused: 'not_found' | 'too_different' | 'ambiguous' }

/** Every place where a line that must be there is there, with the quote laid around it; the likeliest first. */
export function candidatesFor(quote: readonly string[], steps: readonly DeltaStep[], finder: LineFinder): Candidate[] {
  const aligner = new Aligner(quote, finder.texts)
  const found = new Map<string, Candidate>()
  for (const anchor of anchorsOf(quote, steps, finder))
    for (const place of finder.placesOf(quote[anchor]!)) {
      const alignment = aligner.around(anchor, place)
      const from = alignment.places.find((line) => line !== undefined)!
      const key = alignment.places.join(',')
      if (!found.has(key)) found.set(key, { ...alignment, anchor: place, from })
    }
  const score = ({ exact, places }: Candidate) => exact - costOfPassing * passedOver(places, finder.texts)
  const scored = [...found.values()].map((candidate) => ({ candidate, score: score(candidate) }))
  return scored.sort((a, b) => b.score - a.score).map(({ candidate }) => candidate)
}

/**
 * The rarest line that the edit takes out, since all of these must be in the file. Where it takes out none, the three
 * rarest of the quote.
 */
function anchorsOf(quote: readonly string[], steps: readonly DeltaStep[], finder: LineFinder): number[] {
  const rarity = (line: number) => finder.placesOf(quote[line]!).length
  const removed = removedLines(steps).filter((line) => !isBlank(quote[line]!))
  const useful = (lines: readonly number[]) =>
    lines.filter((line) => rarity(line) > 0 && rarity(line) <= mostPlaces).sort((a, b) => rarity(a) - rarity(b))
  if (removed.length > 0) return useful(removed).slice(0, 1)
  return useful([...quote.keys()].filter((line) => !isBlank(quote[line]!))).slice(0, 3)
}

/**
 * Finds a quote whose context is not quite what the file has: a word misquoted, a line changed since it was read. The
 * lines that the edit takes out must be there all the same, and no other place may be nearly as good.
 */
export function findStale(
  quote: readonly string[],
  steps: readonly DeltaStep[],
  { finder, candidates }: { readonly finder: LineFinder; readonly candidates: readonly Candidate[] },
): StaleSearch {
  const best = candidates[0]
  const solid = quote.filter((line) => !isBlank(line)).length
  if (best === undefined || solid < fewestLines) return { refused: 'not_found' }
  const isSame = ({ places }: Candidate, line: number): boolean => {
    const place = places[line]
    return place !== undefined && plain(quote[line]!) === plain(finder.texts[place]!)
  }
  const removed = removedLines(steps).filter((line) => !isBlank(quote[line]!))
  if (!removed.every((line) => isSame(best, line))) return { refused: 'too_different' }
  const asDeep = (line: string, place: number | undefined) =>
    place !== undefined && !isBlank(line) && indentOf(line) === indentOf(finder.texts[place]!)
  if (!quote.some((line, at) => asDeep(line, best.places[at]))) return { refused: 'too_different' }
  const strange = (candidate: Candidate) => quote.filter((line, at) => !isBlank(line) && !isSame(candidate, at)).length
  const butOne = strange(best) <= 1 && best.words >= (solid > fewestButOne ? leastLikeButOne : leastLikeOfFew)
  if (best.words < leastLike && !butOne) return { refused: 'too_different' }
  const loses = quote.some((line, at) => {
    const place = best.places[at]
    return !isBlank(line) && (place === undefined || !isStillItself(line, finder.texts[place]!))
  })
  // A place that lacks no more lines than the best is as good where the best lacks a line altogether.
  const asGood = (rival: Candidate) => {
    const more = strange(rival) - strange(best)
    if (changesTheSame(rival.places, best.places, steps)) return false
    if (more < 0) return true
    if (isStretched(best.places, rival.places, finder.texts)) return strange(rival) <= 1
    const near = best.exact - rival.exact < margin || (loses && more === 0)
    return near && !isStretched(rival.places, best.places, finder.texts)
  }
  const another = (rival: Candidate) =>
    rival.from !== best.from || removed.some((line) => rival.places[line] !== best.places[line])
  if (candidates.some((rival) => rival.anchor !== best.anchor && another(rival) && asGood(rival)))
    return { refused: 'ambiguous' }
  const placement = placementOf('stale context', best.places)
  return placement === undefined ? { refused: 'not_found' } : { placement }
}

/** Whether a line is the quoted one for all that differs: a letter or two, the order or case of its words, a comment. */
function isStillItself(quoted: string, line: string): boolean {
  if (editLikeness(plain(quoted), plain(line)) >= leastAlike) return true
  return (
    wordsOf(quoted) === wordsOf(line) || (line.trim().length >= fewestLetters && plain(quoted).startsWith(plain(line)))
  )
}

const wordsOf = (text: string): string => [...(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])].sort().join(' ')
