import type { LineSpan } from '../context.js'
import { DefinitionLines } from './enclosing.js'

/** A part of a file that stands for it. */
export interface Excerpt {
  readonly text: string
  readonly spans: readonly LineSpan[]
}

/** What of a file matters. */
export interface ExcerptRequest {
  readonly path: string
  readonly text: string
  /** Lines that must be seen, the most important first, each with the definition around it. */
  readonly focus?: readonly number[]
  /** Names whose lines matter; of two files alike, the one that is cut is the same from run to run. */
  readonly names?: ReadonlySet<string>
  /** Whether a text is small enough. */
  readonly fits: (text: string) => boolean
}

/** Cuts the most telling lines out of a file, as many as fit. Undefined when not even the first of them do. */
export function excerptOf(request: ExcerptRequest): Excerpt | undefined {
  const lines = request.text.split('\n')
  const wishes = wishesOf(request, lines)
  // The number of wishes that fit is searched for by halves: each try costs an estimate of the whole excerpt.
  let granted: Excerpt | undefined
  let low = 1
  let high = wishes.length
  while (low <= high) {
    const middle = (low + high) >> 1
    const excerpt = cut(lines, wishes.slice(0, middle))
    if (request.fits(excerpt.text)) {
      granted = excerpt
      low = middle + 1
    } else high = middle - 1
  }
  return granted
}

/** What is wanted, the most telling first. */
function wishesOf({ path, text, focus = [], names = new Set() }: ExcerptRequest, lines: readonly string[]): LineSpan[] {
  const definitions = new DefinitionLines(path, text)
  const near = focus.map((line) => around(line, 3, lines.length))
  const whole = focus.map((line) => definitions.enclosing(line))
  // Where it is known what matters, names would only guess.
  if (focus.length > 0) return [...near, ...whole]
  const starts = definitions.starts
  const begins = new Set(starts)
  const telling = lines
    .map((line, index) => ({ line: index + 1, weight: weightOf(line, names) + (begins.has(index + 1) ? 0.5 : 0) }))
    .filter(({ weight }) => weight >= 1)
    .sort((one, other) => other.weight - one.weight || one.line - other.line)
    .slice(0, 60)
    .map(({ line }) => around(line, 1, lines.length))
  const signatures = starts.map((line) => ({ first: line, last: line }))
  const head = { first: 1, last: Math.min(lines.length, 6) }
  const rest = Array.from({ length: Math.min(40, Math.ceil(lines.length / 10)) }, (_, index) => ({
    first: index * 10 + 1,
    last: Math.min(lines.length, index * 10 + 10),
  }))
  return [...near, ...whole, ...telling.slice(0, 12), head, ...signatures.slice(0, 40), ...telling.slice(12), ...rest]
}

function weightOf(line: string, names: ReadonlySet<string>): number {
  if (names.size === 0) return 0
  const found = new Set<string>()
  for (const [word] of line.slice(0, 400).matchAll(/[A-Za-z_$][\w$]{2,}/g)) if (names.has(word)) found.add(word)
  return found.size
}

function around(line: number, by: number, count: number): LineSpan {
  return { first: Math.max(1, line - by), last: Math.min(count, line + by) }
}

function cut(lines: readonly string[], wishes: readonly LineSpan[]): Excerpt {
  const spans = merge(wishes)
  const parts: string[] = []
  let at = 1
  for (const { first, last } of spans) {
    if (first > at) parts.push(gap(at, first - 1))
    parts.push(...lines.slice(first - 1, last))
    at = last + 1
  }
  if (at <= lines.length) parts.push(gap(at, lines.length))
  return { text: parts.join('\n'), spans }
}

function gap(first: number, last: number): string {
  return first === last ? `[line ${first} left out]` : `[lines ${first}-${last} left out]`
}

function merge(spans: readonly LineSpan[]): LineSpan[] {
  const merged: LineSpan[] = []
  for (const span of [...spans].sort((one, other) => one.first - other.first)) {
    const last = merged.at(-1)
    // A gap of one or two lines costs more to mark than to show.
    if (last !== undefined && span.first <= last.last + 3) {
      merged[merged.length - 1] = { first: last.first, last: Math.max(last.last, span.last) }
    } else merged.push(span)
  }
  return merged
}
