import { indentOf, isBlank } from '../line-keys.js'
import { narrowedIndentation } from './narrowed-indentation.js'

/** A line of the quote and the line of the file that it is, seen by their indentation. */
export interface IndentPair {
  /** The number of the line in the quote. */
  readonly at: number
  readonly quoted: string
  readonly file: string
  /** Whether it begins with `*`, as the lines of a comment do, which stand a column deeper than the code. */
  readonly starred: boolean
}

/** Gives a new line the indentation that the file would give it; `undefined` where nothing tells. */
export type IndentMap = (line: string, at: { readonly old: number; readonly new: number }) => string | undefined

/** A map, and whether it is for blank lines of white space too: where all of a quote is in other units than the file. */
export interface LearnedIndentation {
  readonly map: IndentMap
  readonly blankToo?: boolean
}

const asItIs: IndentMap = indentOf

/** What the map is learned from. */
export interface IndentLesson {
  readonly pairs: readonly IndentPair[]
  readonly newLines: readonly string[]
  /** Lines of the quote that are rewritten: their indentation in the replacement may already be the file's. */
  readonly rewritten: readonly { readonly file: string; readonly fresh: string }[]
  readonly fileLines: readonly string[]
}

/**
 * Learns from the lines that quote and file share how the one's indentation becomes the other's: the same, deeper,
 * less deep, tabs for spaces or spaces for tabs. What no shared line shows is reckoned from the nearest that does.
 */
export function learnIndentation(lesson: IndentLesson): LearnedIndentation {
  const { pairs } = lesson
  const changed = pairs.filter((pair) => pair.quoted !== pair.file)
  if (changed.length === 0) return { map: asItIs }
  if (lesson.rewritten.some((line) => line.file === line.fresh) && changed.length <= lesson.rewritten.length)
    return { map: asItIs }
  const first = pairs[0]
  if (first !== undefined && first.quoted === '' && changed.length === 1 && first === changed[0])
    if (pairs.length > 1 || continuesAtDepth(first.file, lesson.newLines)) return { map: onlyFirst(first.file) }
  const narrowed = narrowedIndentation(lesson, spaceStep(lesson.fileLines))
  if (narrowed !== undefined) return { map: narrowed, blankToo: true }
  const reckonFor = reckoner(lesson)
  const map: IndentMap = (line, { old }) => {
    const indent = indentOf(line)
    const same = pairs.filter((pair) => pair.quoted === indent)
    if (same.length === 0) return reckonFor(indent, old)
    return same.reduce((best, pair) => (Math.abs(pair.at - old) < Math.abs(best.at - old) ? pair : best)).file
  }
  return { map, blankToo: pairs.some((pair) => pair.quoted.startsWith(' ') && isTabs(pair.file)) }
}

/** The quote lost the indentation of its first line alone, as when it is cut out of a line's middle. */
function onlyFirst(file: string): IndentMap {
  return (line, at) => (at.new === 0 && indentOf(line) === '' ? file : indentOf(line))
}

/** Whether the lines after the first stand as deep as the file's line does, so that only the first lost its indentation. */
function continuesAtDepth(file: string, newLines: readonly string[]): boolean {
  const later = newLines.slice(1).filter((line) => !isBlank(line))
  if (later.length === 0 || !later.every((line) => line.startsWith(file))) return false
  const opens = /[{([:]\s*$/.test(newLines[0] ?? '')
  return !opens || indentOf(later[0]!).length > file.length
}

const isTabs = (indent: string): boolean => indent.includes('\t')

/** The step by which lines are indented with spaces: the smallest difference between neighbouring depths. */
function spaceStep(lines: readonly string[]): number {
  const counts = new Map<number, number>()
  let before = 0
  for (const line of lines) {
    if (isBlank(line)) continue
    const indent = indentOf(line)
    if (isTabs(indent)) continue
    const step = Math.abs(indent.length - before)
    if (step > 1) counts.set(step, (counts.get(step) ?? 0) + 1)
    before = indent.length
  }
  const steps = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  return steps[0]?.[0] ?? 4
}

/** Whether a file is indented with tabs, mostly. */
function usesTabs(lines: readonly string[]): boolean {
  const tabs = lines.filter((line) => line.startsWith('\t')).length
  return tabs > lines.filter((line) => line.startsWith('  ')).length
}

/** How many columns of the file one column of the quote makes. */
function slopeOf(lesson: IndentLesson): number {
  const byDepth = [...lesson.pairs].sort((a, b) => a.quoted.length - b.quoted.length)
  const low = byDepth[0]!
  const high = byDepth.at(-1)!
  const seen = (high.file.length - low.file.length) / (high.quoted.length - low.quoted.length)
  if (Number.isFinite(seen) && seen > 0) return seen
  const quote = [...lesson.pairs.map((pair) => pair.quoted), ...lesson.newLines.map(indentOf)]
  const quoteTabs = quote.some(isTabs)
  const fileTabs = lesson.pairs.some((pair) => isTabs(pair.file)) || (!quoteTabs && usesTabs(lesson.fileLines))
  if (quoteTabs === fileTabs) return 1
  return fileTabs ? 1 / spaceStep(lesson.newLines) : spaceStep(lesson.fileLines)
}

function reckoner(lesson: IndentLesson): (indent: string, old: number) => string | undefined {
  return (indent, old) => {
    const kin = lesson.pairs.filter((pair) => pair.quoted === '' || isTabs(pair.quoted) === isTabs(indent))
    const known = kin.filter((pair) => pair.quoted !== '')
    if (known.length === 0 && kin.length < lesson.pairs.length) return undefined
    return reckon({ ...lesson, pairs: kin }, indent, old)
  }
}

function reckon(lesson: IndentLesson, indent: string, old: number): string {
  const slope = slopeOf(lesson)
  const tabs =
    lesson.pairs.some((pair) => isTabs(pair.file)) ||
    (lesson.pairs.every((pair) => pair.file === '') && usesTabs(lesson.fileLines))
  const nearest = lesson.pairs.reduce((best, pair) => {
    const depth = Math.abs(pair.quoted.length - indent.length) - Math.abs(best.quoted.length - indent.length)
    return depth < 0 || (depth === 0 && Math.abs(pair.at - old) < Math.abs(best.at - old)) ? pair : best
  })
  const columns = (indent.length - nearest.quoted.length) * slope
  const whole = Math.trunc(columns + Math.sign(columns) * 1e-6)
  if (whole < 0) return nearest.file.slice(0, Math.max(0, nearest.file.length + whole))
  const rest = tabs && slope < 1 ? Math.round((columns - whole) / slope) : 0
  return nearest.file + (tabs ? '\t' : ' ').repeat(whole) + ' '.repeat(rest)
}
