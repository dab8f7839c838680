import type { SourceText } from '../source-text.js'
import { replaceLines } from '../source-text.js'

/** A quote that begins or ends inside a line, found by its letters alone. */
export interface PartOfText {
  /** Offsets in the text of {@link plainText}. */
  readonly starts: readonly number[]
  readonly text: string
  readonly old: string
}

/** The lines of a file with LF between them: what quotes of parts of lines are looked for in. */
function plainText(source: SourceText): string {
  return source.lines.map((line) => line.text).join('\n')
}

/** Every place where the text has the quote, letter by letter; places that overlap count too. */
export function findPart(source: SourceText, old: string): PartOfText {
  const text = plainText(source)
  const starts: number[] = []
  for (let at = text.indexOf(old); at >= 0 && starts.length < 50; at = text.indexOf(old, at + 1)) starts.push(at)
  return { starts, text, old }
}

/** Whether the replacement already stands around this place. */
export function alreadyThere(part: PartOfText, start: number, fresh: string): boolean {
  const offset = fresh.indexOf(part.old)
  for (let at = offset; at >= 0; at = fresh.indexOf(part.old, at + 1))
    if (part.text.startsWith(fresh, start - at)) return true
  return false
}

/** Whether a place cuts no word in two. */
export function isWhole(part: PartOfText, start: number): boolean {
  const end = start + part.old.length
  return (
    !/\w\w/.test(part.text.slice(Math.max(0, start - 1), start + 1)) && !/\w\w/.test(part.text.slice(end - 1, end + 1))
  )
}

/** The file with the quote replaced at `start`. */
export function replacePart(source: SourceText, part: PartOfText, start: number, fresh: string): SourceText {
  const end = start + part.old.length
  const from = lineAt(part.text, start)
  const last = lineAt(part.text, end)
  const lineStart = part.text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = part.text.indexOf('\n', end)
  const changed = part.text.slice(lineStart, start) + fresh + part.text.slice(end, lineEnd < 0 ? undefined : lineEnd)
  const texts = changed.split('\n')
  return replaceLines(
    source,
    { from, end: last + 1 },
    texts.map((text, at) => {
      const line = source.lines[at === texts.length - 1 ? last : Math.min(from + at, last)]
      return { text, ending: line?.ending || undefined }
    }),
  )
}

/** The number of the line that an offset is in, from 0. */
export function lineAt(text: string, offset: number): number {
  let line = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
