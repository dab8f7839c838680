import type { Edit } from '../edit.js'

/** One edit of a reply, with the file that it is for. */
export interface ParsedEdit extends Edit {
  /** As the reply names the file: relative, with `/`, never leaving the folder it is relative to. */
  readonly path: string
  /**
   * What it does where it does not replace a quote: `rewrite` gives the whole file in `new` (and makes it where there
   * is none), `delete` takes the file away.
   */
  readonly action?: 'rewrite' | 'delete'
}

/** A part of a reply that looks like an edit and cannot be taken for one. */
export interface ParseProblem {
  /** Where it begins in the reply, counted from 1. */
  readonly line: number
  /** What is wrong with it, in words that a model can act on. */
  readonly reason: string
}

/** What one reader made of the lines from where it was asked. */
export interface Reading {
  readonly edits: readonly ParsedEdit[]
  readonly problems: readonly ParseProblem[]
  /** The first line that it did not read. */
  readonly next: number
}

/** What a reader is given: the reply as lines, where it may begin, and the file last named above. */
interface ReadFrom {
  readonly lines: readonly string[]
  readonly at: number
  /** The file that the lines just above name, or the last edit was for. */
  readonly path: string | undefined
}

/** Reads one format where it begins; gives nothing where another format, or prose, stands. */
export type Reader = (from: ReadFrom) => Reading | undefined

/** Lines as the text of a quote: each ended, so that one blank line is not nothing. */
export const asQuote = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')
