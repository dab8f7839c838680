import { featureNames, lengthClasses, markPlace, places, ranges } from './feature-layout.js'
import type { Vocabulary } from './vocabulary.js'

const lower = 0
const upper = 1
const digit = 2
const space = 3
const newline = 4
const tab = 5
const mark = 6
const control = 7

const foreign = 8

/** The kind of each UTF-16 unit: one look-up, because this is asked of every character of every prompt. */
const kinds = new Uint8Array(0x10000).fill(foreign)
for (let code = 0; code < 128; code++) {
  if (code >= 97 && code <= 122) kinds[code] = lower
  else if (code >= 65 && code <= 90) kinds[code] = upper
  else if (code >= 48 && code <= 57) kinds[code] = digit
  else if (code === 32) kinds[code] = space
  else if (code === 10) kinds[code] = newline
  else if (code === 9) kinds[code] = tab
  else kinds[code] = code > 32 && code < 127 ? mark : control
}

/** What a text consists of. */
export interface TextFeatures {
  /** How often each feature occurs, by its place. */
  readonly counts: Int32Array
  /** Most tokens that its characters above ASCII can be: their bytes. */
  readonly foreignBytes: number
  /** Characters in long runs of letters and digits, such as base64, which no list of words knows. */
  readonly dense: number
}

/** Letters and digits without a break, from which on they are no name any more. */
const denseFrom = 40

interface Scan {
  readonly text: string
  readonly counts: Int32Array
  readonly vocabulary: Vocabulary
}

function kindAt(text: string, at: number): number {
  return kinds[text.charCodeAt(at)] as number
}

function endOf(text: string, from: number, kind: number): number {
  let at = from + 1
  while (at < text.length && kindAt(text, at) === kind) at++
  return at
}

function add(counts: Int32Array, place: number, times = 1): void {
  counts[place] = (counts[place] as number) + times
}

/** Counts a run by its length, and what goes beyond `most`. */
function addRun(counts: Int32Array, first: number, { length, most }: { length: number; most: number }): void {
  if (length <= most) add(counts, first + length - 1)
  else {
    add(counts, first + most - 1)
    add(counts, first + most, length - most)
  }
}

/** Where a word ends: `fooBar` is two words, and so is `HTTPServer`. */
function wordEnd(text: string, from: number): number {
  if (kindAt(text, from) === lower) return endOf(text, from, lower)
  const capitals = endOf(text, from, upper)
  if (capitals >= text.length || kindAt(text, capitals) !== lower) return capitals
  return capitals - from > 1 ? capitals - 1 : endOf(text, capitals, lower)
}

function lengthClass(length: number): number {
  if (length <= 12) return length
  return length <= 15 ? lengthClasses - 1 : lengthClasses
}

function caseOf(text: string, from: number, to: number): number {
  if (kindAt(text, from) === lower) return 0
  return to - from > 1 && kindAt(text, to - 1) === upper ? 2 : 1
}

function takeWord({ text, counts, vocabulary }: Scan, from: number): number {
  const to = wordEnd(text, from)
  const length = to - from
  const spaced = from > 0 && text.charCodeAt(from - 1) === 32 ? 1 : 0
  const rank = vocabulary.rankOf(text, from, to)
  const group = (caseOf(text, from, to) * 2 + spaced) * 3 + rank
  add(counts, places.word + group * lengthClasses + lengthClass(length) - 1)
  if (length > 15) add(counts, places.longWord, length - 15)
  if (rank === 0) {
    for (let at = from + 1; at < to; at++) {
      add(counts, places.pair + vocabulary.pairOf(text.charCodeAt(at - 1), text.charCodeAt(at)))
    }
  }
  return to
}

function takeNumber({ text, counts }: Scan, from: number): number {
  const to = endOf(text, from, digit)
  addRun(counts, places.number, { length: to - from, most: 5 })
  if (from > 0 && text.charCodeAt(from - 1) === 32) add(counts, places.numberSpaced)
  return to
}

function takeMarks({ text, counts }: Scan, from: number): number {
  const to = endOf(text, from, mark)
  let before = text.charCodeAt(from)
  add(counts, places.firstMark + (markPlace[before] as number))
  for (let at = from + 1; at < to; at++) {
    const code = text.charCodeAt(at)
    add(counts, (code === before ? places.repeatedMark : places.nextMark) + (markPlace[code] as number))
    before = code
  }
  if (from > 0 && text.charCodeAt(from - 1) === 32) add(counts, places.markSpaced)
  const after = to < text.length ? kindAt(text, to) : control
  if (after === newline) add(counts, places.markAtEnd)
  else if (to - from === 1 && (after === lower || after === upper)) add(counts, places.markBeforeWord)
  return to
}

function takeSpaces({ text, counts }: Scan, from: number): number {
  const to = endOf(text, from, space)
  const after = to < text.length ? text.charCodeAt(to) : 10
  const length = to - from
  if (after === 10 || after === 13) add(counts, places.trailing)
  else if (from === 0 || text.charCodeAt(from - 1) === 10) addRun(counts, places.indent, { length, most: 9 })
  else addRun(counts, places.gap, { length, most: 4 })
  return to
}

function takeLines({ text, counts }: Scan, from: number): number {
  const to = endOf(text, from, newline)
  const length = to - from
  add(counts, places.line)
  if (length > 1) add(counts, places.line + 1)
  if (length > 2) add(counts, places.line + 2, length - 2)
  return to
}

function takeTabs({ text, counts }: Scan, from: number): number {
  const to = endOf(text, from, tab)
  add(counts, places.tab)
  if (to - from > 1) add(counts, places.tab + 1, to - from - 1)
  return to
}

/** Counts a character above ASCII and returns its bytes. */
function takeForeign({ text, counts }: Scan, at: number): number {
  const code = text.charCodeAt(at)
  let range = 0
  while (range < ranges.length - 1 && code >= (ranges[range]?.before ?? 0)) range++
  add(counts, places.range + range)
  return ranges[range]?.bytes ?? 3
}

function take(scan: Scan, at: number, kind: number): number {
  switch (kind) {
    case lower:
    case upper:
      return takeWord(scan, at)
    case digit:
      return takeNumber(scan, at)
    case space:
      return takeSpaces(scan, at)
    case newline:
      return takeLines(scan, at)
    case tab:
      return takeTabs(scan, at)
    case mark:
      return takeMarks(scan, at)
    default:
      add(scan.counts, places.control)
      return at + 1
  }
}

/** Counts in one pass. */
export function featuresOf(text: string, vocabulary: Vocabulary): TextFeatures {
  const counts = new Int32Array(featureNames.length)
  const scan = { text, counts, vocabulary }
  let foreignBytes = 0
  let dense = 0
  let runFrom = 0
  let at = 0
  while (at < text.length) {
    const kind = kindAt(text, at)
    if (kind > digit) {
      if (at - runFrom >= denseFrom) dense += at - runFrom
      if (kind === foreign) {
        foreignBytes += takeForeign(scan, at)
        at++
      } else at = take(scan, at, kind)
      runFrom = at
    } else at = take(scan, at, kind)
  }
  if (at - runFrom >= denseFrom) dense += at - runFrom
  return { counts, foreignBytes, dense }
}
