import { createHash } from 'node:crypto'
import type { LineRange } from './finding.js'

/** What a fingerprint is made of. */
export interface Fingerprinted {
  readonly path: string
  readonly range: LineRange | undefined
  /** Stands in for the lines where they are not known. */
  readonly quote: string
  /** 0 for the first finding about a line, 1 for the next. */
  readonly ordinal: number
}

const squeezed = (text: string) => text.replace(/\s+/g, '')

/**
 * Names a finding by its file and the text of its first line, not by a line number: what is added above or re-indented
 * leaves it as it is. Equal lines in one file are told apart by their order. Nothing that a model words anew each time
 * goes into it, neither its title nor the kind that it gives: so a second review of the same code finds nothing new.
 *
 * @param lines of the file
 * @returns 32 hexadecimal digits
 */
export function fingerprintOf({ path, range, quote, ordinal }: Fingerprinted, lines: readonly string[]): string {
  const first = squeezed(range === undefined ? firstSolid(quote) : (lines[range.startLine - 1] ?? ''))
  const before = range === undefined ? [] : lines.slice(0, range.startLine - 1)
  const nth = before.filter((line) => squeezed(line) === first).length
  const parts = [path, first, String(nth), String(ordinal)]
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32)
}

function firstSolid(quote: string): string {
  return quote.split('\n').find((line) => line.trim() !== '') ?? ''
}
