import type { DeltaStep } from '../delta.js'
import { isBlank } from '../line-keys.js'
import type { Alignment } from './align.js'

type Places = readonly (number | undefined)[]

/** How many more of the file's lines one reading of a quote must pass over to be the worse one for that alone. */
const leastStretch = 2

/** How much better the white space of a place must fit to count. */
const leastSpacing = 0.01

/** Whether another way to lay a quote over the file can be left aside, however little less likely it is. */
export function isReadWorse(other: Alignment, place: Alignment, texts: readonly string[]): boolean {
  return isStretched(other.places, place.places, texts) || needsMore(other, place, texts)
}

/**
 * Whether it is the same place, only stretched: it shares lines with this one, and to reach a look-alike farther off,
 * such as a brace, it passes over lines that the quote does not have.
 */
export function isStretched(other: Places, place: Places, texts: readonly string[]): boolean {
  const shares = other.some((line, at) => line !== undefined && line === place[at])
  return shares && passedOver(other, texts) - passedOver(place, texts) >= leastStretch
}

/**
 * Whether this place has every word as quoted and the other one has not, which fits no better in anything else: for
 * the other to be meant the model would have had to do all it did here, and to misquote a word besides.
 */
function needsMore(other: Alignment, place: Alignment, texts: readonly string[]): boolean {
  if (place.words < 1 || other.words >= 1 || passedOver(other.places, texts) < passedOver(place.places, texts))
    return false
  return other.exact / other.words <= place.exact / place.words + leastSpacing
}

/** Whether both ways take the same lines out and put new ones between the same two: which of them is meant is all one. */
export function changesTheSame(other: Places, place: Places, steps: readonly DeltaStep[]): boolean {
  const matters = steps.flatMap((step) =>
    step.kind === 'keep'
      ? []
      : other.slice(Math.max(0, step.oldFrom - 1), step.oldEnd + 1).map((_, at) => Math.max(0, step.oldFrom - 1) + at),
  )
  return matters.every((old) => other[old] !== undefined && other[old] === place[old])
}

/** How many lines of the file, blank ones aside, stand inside a place and belong to no line of the quote. */
export function passedOver(places: Places, texts: readonly string[]): number {
  const own = new Set(places.filter((line) => line !== undefined))
  let passed = 0
  for (let line = Math.min(...own); line < Math.max(...own); line++)
    if (!own.has(line) && !isBlank(texts[line]!)) passed++
  return passed
}
