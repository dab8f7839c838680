import type { ChangedLines, DeltaStep } from '../delta.js'
import { indentOf, isBlank, plain } from '../line-keys.js'
import type { Placement } from '../locate/placement.js'
import { editLikeness } from '../locate/similarity.js'
import type { DraftLine, SourceLine } from '../source-text.js'
import { learnIndentation } from './indentation.js'
import type { LearnedIndentation } from './indentation.js'
import { learnPadding } from './padding.js'
import type { Padding } from './padding.js'
import { sideOf } from './side-of-gap.js'
import { learnSpelling, replayLine } from './spelling.js'
import type { Spelling } from './spelling.js'

const notAscii = /[^\x20-\x7e\s]/g

/** What is replayed, and over which lines. */
export interface Replay {
  readonly oldLines: readonly string[]
  readonly newLines: readonly string[]
  readonly steps: readonly DeltaStep[]
  readonly file: readonly SourceLine[]
  readonly placement: Placement
}

/** The lines for `file[placement.from … placement.end)`, or why they cannot be told. */
export type Replayed =
  | { readonly lines: readonly DraftLine[]; readonly firstChange: number }
  | { readonly inTheWay: readonly number[] }
  | { readonly unclear: 'indentation' }

/**
 * Repeats on the file's own lines what the edit does to its quote. Lines that the edit keeps are never touched, be
 * they as quoted or not; new lines are indented and spelled as the file would.
 */
export function replay(work: Replay): Replayed {
  const scribe = new Scribe(work)
  const lines: DraftLine[] = []
  const { places, from, end } = work.placement
  let cursor = from
  let firstChange: number | undefined
  const keepUpTo = (stop: number) => {
    for (; cursor < stop; cursor++) lines.push(work.file[cursor]!)
  }
  for (const [at, step] of work.steps.entries()) {
    if (step.kind === 'keep') {
      const place = places[step.old]
      if (place !== undefined) keepUpTo(place + 1)
      continue
    }
    const gone = range(step.oldFrom, step.oldEnd).flatMap((old) => places[old] ?? [])
    if (gone.length > 0) {
      keepUpTo(gone[0]!)
      const between = range(gone[0]!, gone.at(-1)! + 1).filter((line) => !gone.includes(line))
      const strange = between.filter((line) => !isBlank(work.file[line]!.text))
      if (strange.length > 0) return { inTheWay: strange }
      cursor = gone.at(-1)! + 1
      firstChange ??= lines.length
      const written = scribe.write(step)
      if (written === undefined) return { unclear: 'indentation' }
      lines.push(...written)
      continue
    }
    const spot = spotFor(work, at, cursor)
    if ('inTheWay' in spot) return spot
    keepUpTo(spot.after)
    firstChange ??= lines.length
    const written = scribe.write(step)
    if (written === undefined) return { unclear: 'indentation' }
    lines.push(...written)
    cursor = spot.goOn
  }
  keepUpTo(end)
  return { lines, firstChange: from + (firstChange ?? 0) }
}

/**
 * Where lines go that take no other's place: between the lines that the quote has around them. Lines that the file has
 * between those two are in the way, unless only one of the two is sure.
 */
function spotFor(
  work: Replay,
  at: number,
  cursor: number,
): { readonly after: number; readonly goOn: number } | { readonly inTheWay: readonly number[] } {
  const { places, end } = work.placement
  const step = work.steps[at] as ChangedLines
  const sure = (old: number): boolean => {
    const place = places[old]
    return place !== undefined && plain(work.oldLines[old]!) === plain(work.file[place]!.text)
  }
  const before = step.oldFrom - 1
  const after = step.oldEnd
  const next = places.slice(after).find((place) => place !== undefined) ?? end
  const over = slidesOver(work, step)
  const unsure = over.find((old) => !sure(old))
  if (unsure !== undefined) return { inTheWay: [places[unsure] ?? Math.min(cursor, work.file.length - 1)] }
  const gap = doubtfulGap(work, step, over)
  if (gap !== undefined) return { inTheWay: gap }
  if (splitsBlanks(work, step)) return { inTheWay: [Math.min(cursor, work.file.length - 1)] }
  const between = range(cursor, next)
  const sureBefore = before >= 0 && sure(before)
  const sureAfter = after < places.length && sure(after)
  if (between.length === 0) return { after: cursor, goOn: cursor }
  const fresh = work.newLines.slice(step.newFrom, step.newEnd)
  if (between.every((line) => isBlank(work.file[line]!.text))) {
    if (before < 0 && sureAfter) return { after: next, goOn: next }
    if (after >= places.length && sureBefore) return { after: cursor, goOn: cursor }
    if (fresh.every(isBlank)) return { after: next, goOn: next }
    const side = sideOf({ before: work.oldLines[before] ?? '', fresh, after: work.oldLines[after] ?? '' })
    if (side === undefined || !sureBefore || !sureAfter) return { inTheWay: between }
    const spot = side === 'before' ? cursor : next
    return { after: spot, goOn: spot }
  }
  if (sureBefore && !(after < places.length && places[after] !== undefined)) return { after: cursor, goOn: cursor }
  if (sureAfter && !(before >= 0 && places[before] !== undefined)) return { after: next, goOn: next }
  return { inTheWay: between.filter((line) => !isBlank(work.file[line]!.text)) }
}

/**
 * Blank lines of the file that the quote leaves out at a spot that new lines could as well stand at, because they repeat
 * the lines up to there. Only a blank line that they bring along can say then on which side of the gap they go.
 */
function doubtfulGap(work: Replay, step: ChangedLines, over: readonly number[]): readonly number[] | undefined {
  const { places } = work.placement
  const fresh = work.newLines.slice(step.newFrom, step.newEnd)
  for (const old of fresh.length === 0 ? [] : over) {
    const above = old < step.oldFrom
    const [place, next] = above ? [places[old - 1], places[old]] : [places[old], places[old + 1]]
    if (place === undefined || next === undefined) continue
    const gap = range(place + 1, next)
    if (gap.length === 0 || gap.some((line) => !isBlank(work.file[line]!.text))) continue
    const moved = (above ? step.oldFrom - old : old + 1 - step.oldEnd) % fresh.length
    const cut = above ? fresh.length - moved : moved
    const there = [...fresh.slice(cut), ...fresh.slice(0, cut)]
    const blanks = [isBlank(there[0]!), isBlank(there.at(-1)!)]
    if (blanks[0] === blanks[1] || blanks[0] === above) return gap
  }
  return undefined
}

/** Whether new lines part blank lines of which the file has fewer than the quote: which of them it has cannot be told. */
function splitsBlanks({ oldLines, placement }: Replay, step: ChangedLines): boolean {
  const around = [step.oldFrom - 1, step.oldEnd]
  return (
    around.every((old) => old >= 0 && old < oldLines.length && isBlank(oldLines[old]!)) &&
    around.some((old) => placement.places[old] === undefined)
  )
}

/**
 * The lines of the quote that new lines could as well stand on the other side of, because they repeat them. Which side
 * is meant cannot be told, so that these lines must be as quoted.
 */
function slidesOver({ oldLines, newLines }: Replay, step: ChangedLines): number[] {
  const over: number[] = []
  for (let at = 1; at <= step.oldFrom && newLines[step.newEnd - at] === oldLines[step.oldFrom - at]; at++)
    over.push(step.oldFrom - at)
  for (
    let at = 0;
    step.oldEnd + at < oldLines.length && newLines[step.newFrom + at] === oldLines[step.oldEnd + at];
    at++
  )
    over.push(step.oldEnd + at)
  return over
}

/** Writes new lines as the file would have them. */
class Scribe {
  readonly #work: Replay
  readonly #indentation: LearnedIndentation
  readonly #spell: Spelling
  /** White space that the quote has at the ends of lines and the file has not. */
  readonly #padding: Padding

  constructor(work: Replay) {
    this.#work = work
    const pairs = work.placement.places.flatMap((place, at) =>
      place === undefined || isBlank(work.oldLines[at]!)
        ? []
        : [{ at, quoted: work.oldLines[at]!, file: work.file[place]!.text }],
    )
    const byRewrite = work.steps.flatMap((step) => (step.kind === 'change' ? this.#rewrites(step) : []))
    // A line that the file has otherwise may be another line, as deep as that one stands.
    const same = pairs.filter(({ quoted, file }) => plain(quoted) === plain(file))
    this.#indentation = learnIndentation({
      pairs: (same.length > 0 ? same : pairs).map(({ at, quoted, file }) => ({
        at,
        quoted: indentOf(quoted),
        file: indentOf(file),
        starred: file.trimStart().startsWith('*'),
      })),
      newLines: work.newLines,
      rewritten: byRewrite.map(({ place, fresh }) => ({
        file: indentOf(work.file[place]!.text),
        fresh: indentOf(work.newLines[fresh]!),
      })),
      fileLines: work.file.map((line) => line.text),
    })
    this.#spell = learnSpelling(pairs, new Set(work.file.flatMap((line) => line.text.match(notAscii) ?? [])))
    this.#padding = learnPadding(pairs)
  }

  /** The new lines of a step; `undefined` where nothing tells how deep one of them has to stand. */
  write(step: ChangedLines): DraftLine[] | undefined {
    const { oldLines, newLines, file, placement } = this.#work
    const sources = this.#sources(step)
    const gone = range(step.oldFrom, step.oldEnd).flatMap((old) => placement.places[old] ?? [])
    const drafts = range(step.newFrom, step.newEnd).map((fresh, nth) => {
      const text = this.#padding(newLines[fresh]!)
      const ending = gone[nth] === undefined ? undefined : file[gone[nth]]!.ending || undefined
      if (isBlank(text)) return { text: this.#blank(text, step.oldFrom), ending }
      const old = sources.get(fresh)
      const place = old === undefined ? undefined : placement.places[old]
      const indent = this.#indentation.map(text, { old: old ?? step.oldFrom, new: fresh })
      if (indent === undefined) return undefined
      const content = text.slice(indentOf(text).length)
      if (old === undefined || place === undefined)
        return { text: indent + (this.#copied(content) ?? this.#spell(content)), ending }
      const was = file[place]!.text
      const same = was.trim() === oldLines[old]!.trim()
      const written = same ? this.#spell(content) : replayLine(was, oldLines[old]!, { fresh: text, spell: this.#spell })
      return {
        text: indent + withTailOf({ file: was, quoted: oldLines[old]!, fresh: newLines[fresh]! }, written),
        ending,
      }
    })
    const known = drafts.filter((draft) => draft !== undefined)
    return known.length === drafts.length ? known : undefined
  }

  /** A new line that repeats one of the quote, as the file spells that one. */
  #copied(content: string): string | undefined {
    const { oldLines, file, placement } = this.#work
    for (const [old, line] of oldLines.entries()) {
      const place = placement.places[old]
      if (line.trim() !== content.trim() || place === undefined) continue
      const own = file[place]!.text.trim()
      if (plain(own) === plain(line)) return own + tail(content)
    }
    return undefined
  }

  /** A blank line, its white space in the file's units. */
  #blank(text: string, old: number): string {
    return text !== '' && this.#indentation.blankToo === true
      ? (this.#indentation.map(text, { old, new: -1 }) ?? text)
      : text
  }

  /** Lines that only change their indentation, so far as the replacement says. */
  #rewrites(step: ChangedLines): { place: number; fresh: number }[] {
    const { oldLines, newLines, placement } = this.#work
    return [...this.#sources(step)].flatMap(([fresh, old]) => {
      const place = placement.places[old]
      const moved = newLines[fresh]!.trim() === oldLines[old]!.trim() && newLines[fresh] !== oldLines[old]
      return place === undefined || !moved ? [] : [{ place, fresh }]
    })
  }

  /** Which removed line each new line is made of, in order, where they resemble each other. */
  #sources(step: ChangedLines): Map<number, number> {
    const { oldLines, newLines } = this.#work
    const sources = new Map<number, number>()
    let next = step.oldFrom
    for (const fresh of range(step.newFrom, step.newEnd)) {
      if (isBlank(newLines[fresh]!)) continue
      let best = { old: -1, likeness: 0 }
      for (const old of range(next, Math.min(step.oldEnd, next + 20))) {
        const likeness = editLikeness(oldLines[old]!.trim(), newLines[fresh]!.trim())
        if (likeness > best.likeness) best = { old, likeness }
      }
      if (best.old < 0) continue
      sources.set(fresh, best.old)
      next = best.old + 1
    }
    return sources
  }
}

const tail = (line: string): string => line.slice(line.trimEnd().length)

/** White space at the end of a rewritten line: the file's, where the edit does not change it. */
function withTailOf(
  { file, quoted, fresh }: { readonly file: string; readonly quoted: string; readonly fresh: string },
  written: string,
): string {
  return tail(fresh) === tail(quoted) ? written.trimEnd() + tail(file) : written
}

function range(from: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - from) }, (_, at) => from + at)
}
