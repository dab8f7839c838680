import type { EditTier } from '../edit.js'
import { exactly, isBlank, plain, trimmed, withoutSpace, withoutTrailing } from '../line-keys.js'
import type { LineKey } from '../line-keys.js'
import { placementOf } from './placement.js'
import type { Placement } from './placement.js'

/** A way to compare a quote with a file, whole lines with whole lines. */
export interface LineTier {
  readonly tier: EditTier
  readonly key: LineKey
  /** Blank lines may be missing from the quote, or be too many in it. */
  readonly skipBlank: boolean
}

/** From the strictest to the most forgiving. */
export const lineTiers: readonly LineTier[] = [
  { tier: 'exact', key: exactly, skipBlank: false },
  { tier: 'trailing space', key: withoutTrailing, skipBlank: false },
  { tier: 'indentation', key: trimmed, skipBlank: false },
  { tier: 'white space', key: withoutSpace, skipBlank: false },
  { tier: 'blank lines', key: withoutSpace, skipBlank: true },
  { tier: 'punctuation', key: plain, skipBlank: true },
]

/** The lines of a file under one comparison, with an index from what counts of a line to where it stands. */
interface IndexedLines {
  readonly keys: readonly string[]
  /** The number of each line in the file. */
  readonly lines: readonly number[]
  readonly index: ReadonlyMap<string, readonly number[]>
}

function indexLines(texts: readonly string[], tier: LineTier): IndexedLines {
  const keys: string[] = []
  const lines: number[] = []
  const index = new Map<string, number[]>()
  texts.forEach((text, line) => {
    if (tier.skipBlank && isBlank(text)) return
    const key = tier.key(text)
    const places = index.get(key)
    if (places === undefined) index.set(key, [keys.length])
    else places.push(keys.length)
    keys.push(key)
    lines.push(line)
  })
  return { keys, lines, index }
}

/** Finds lines in one file, many times and under every comparison; indexes are made when first needed. */
export class LineFinder {
  readonly texts: readonly string[]
  readonly #indexed = new Map<EditTier, IndexedLines>()

  constructor(texts: readonly string[]) {
    this.texts = texts
  }

  /** Every place where the file has these lines under this comparison, from the top. */
  find(quote: readonly string[], tier: LineTier): Placement[] {
    const file = this.#indexOf(tier)
    const wanted = indexLines(quote, tier)
    if (wanted.keys.every((key) => key.trim() === '')) return []
    const found: Placement[] = []
    for (const start of startsOf(wanted.keys, file)) {
      const places: (number | undefined)[] = quote.map(() => undefined)
      wanted.lines.forEach((line, at) => (places[line] = file.lines[start + at]))
      const placement = placementOf(tier.tier, tier.skipBlank ? pairBlankLines(quote, this.texts, places) : places)
      if (placement !== undefined) found.push(placement)
    }
    return found
  }

  /** Every line of the file that says what this one says, white space and typography aside. */
  placesOf(line: string): readonly number[] {
    const indexed = this.#indexOf(lineTiers.at(-1)!)
    return (indexed.index.get(plain(line)) ?? []).map((at) => indexed.lines[at]!)
  }

  #indexOf(tier: LineTier): IndexedLines {
    const known = this.#indexed.get(tier.tier)
    if (known !== undefined) return known
    const made = indexLines(this.texts, tier)
    this.#indexed.set(tier.tier, made)
    return made
  }
}

/** Where a run of keys begins, found through its rarest key. */
function startsOf(wanted: readonly string[], file: IndexedLines): number[] {
  let rarest: readonly number[] = []
  let offset = -1
  for (const [at, key] of wanted.entries()) {
    const places = file.index.get(key)
    if (places === undefined) return []
    if (offset < 0 || places.length < rarest.length) {
      rarest = places
      offset = at
    }
  }
  return rarest
    .map((place) => place - offset)
    .filter((start) => start >= 0 && wanted.every((key, at) => file.keys[start + at] === key))
}

/** Gives the blank lines of a quote the blank lines that the file has between the same neighbours, as far as they go. */
function pairBlankLines(
  quote: readonly string[],
  texts: readonly string[],
  places: readonly (number | undefined)[],
): (number | undefined)[] {
  const paired = [...places]
  let next = places.find((place) => place !== undefined) ?? 0
  quote.forEach((line, at) => {
    const place = paired[at]
    if (place !== undefined) next = place + 1
    else if (
      isBlank(line) &&
      at > 0 &&
      places.slice(at).some((later) => later !== undefined) &&
      isBlank(texts[next] ?? '-')
    )
      if (places.slice(0, at).some((earlier) => earlier !== undefined)) paired[at] = next++
  })
  return paired
}
