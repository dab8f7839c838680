import type { NearestLines } from './edit.js'
import { isBlank } from './line-keys.js'
import { Aligner } from './locate/align.js'
import type { LineFinder } from './locate/find-lines.js'
import { editLikeness } from './locate/similarity.js'

/** Lines that stand in more places than this say nothing about where a quote belongs. */
const mostPlaces = 12
/** No more places than these are looked at closely. */
const mostCandidates = 24
/** Less than this is no resemblance. */
const leastLike = 0.2

/** The places of the file that a quote resembles most, the likeliest first, for whoever has to quote again. */
export function nearestLines(quote: readonly string[], finder: LineFinder, most = 3): NearestLines[] {
  const aligner = new Aligner(quote, finder.texts)
  const seen = new Set<number>()
  const found: { from: number; likeness: number }[] = []
  for (const { line, place } of startingPairs(quote, finder)) {
    const from = Math.max(0, place - line)
    if (seen.has(from)) continue
    seen.add(from)
    found.push({ from, likeness: aligner.around(line, place).words })
    if (seen.size === mostCandidates) break
  }
  return found
    .filter((place) => place.likeness >= leastLike)
    .sort((a, b) => b.likeness - a.likeness || a.from - b.from)
    .filter((place, at, all) => all.findIndex((other) => Math.abs(other.from - place.from) < quote.length) === at)
    .slice(0, most)
    .map(({ from, likeness }) => ({
      line: from + 1,
      text: finder.texts.slice(from, from + quote.length).join('\n'),
      likeness: Math.round(likeness * 100) / 100,
    }))
}

/** Pairs of a quoted line and a line of the file that says the same, rare ones first; else the two most alike. */
function startingPairs(quote: readonly string[], finder: LineFinder): { line: number; place: number }[] {
  const exact = quote
    .map((text, line) => ({ line, places: isBlank(text) ? [] : finder.placesOf(text) }))
    .filter(({ places }) => places.length > 0 && places.length <= mostPlaces)
    .sort((a, b) => a.places.length - b.places.length)
    .flatMap(({ line, places }) => places.map((place) => ({ line, place })))
  if (exact.length > 0) return exact
  const line = quote.reduce((best, text, at) => (text.trim().length > quote[best]!.trim().length ? at : best), 0)
  const longest = quote[line]!.trim()
  return finder.texts
    .map((text, place) => ({ line, place, likeness: editLikeness(longest, text.trim()) }))
    .filter(({ likeness }) => likeness > 0)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, mostCandidates)
}
