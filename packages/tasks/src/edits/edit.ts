/** What can become of one edit: see `applyEdit`. */
export const editOutcomes = ['applied', 'unchanged', 'refused'] as const

/** What became of an edit. */
export type EditOutcome = (typeof editOutcomes)[number]

/** Why an edit was refused. */
export const refusalCodes = [
  /** The quote is empty, or blank, and the file is not. */
  'nothing_quoted',
  /** No place of the file is like the quote. */
  'not_found',
  /** More than one place is like the quote, and nothing tells them apart. */
  'ambiguous',
  /** A place is like the quote, but not in the lines that the edit changes, or not enough. */
  'too_different',
  /** The file has other lines just where the edit wants to put its own. */
  'in_the_way',
  /** The quote is indented otherwise than the file, and nothing tells how deep the new lines have to stand. */
  'unclear_indentation',
] as const

/** Why an edit was refused. */
export type RefusalCode = (typeof refusalCodes)[number]

/** One edit of one file: a quote of its lines, and what should stand there instead. */
export interface Edit {
  /** Lines of the file as the model quotes them, with enough around the change to be found only once. */
  readonly old: string
  /** The same lines as they should be. */
  readonly new: string
  /** About where the quote begins, counted from 1. Tells places apart that are alike; never needed, never trusted alone. */
  readonly nearLine?: number | undefined
  /** A line that the place is under, such as the head of a function. Tells places apart that are alike. */
  readonly within?: string | undefined
}

/** A place of the file that resembles what was quoted. */
export interface NearestLines {
  /** Its first line, counted from 1. */
  readonly line: number
  /** Its lines as the file has them. */
  readonly text: string
  /** How much of the quote it resembles, from 0 to 1. */
  readonly likeness: number
}

/** What became of an edit. */
export type EditResult =
  | {
      readonly outcome: 'applied'
      /** The whole file with the edit in it. */
      readonly text: string
      /** The first line that is new or before which lines went, counted from 1. */
      readonly line: number
      /** Which comparison found the place: `exact` needs no forgiveness, `stale context` the most. */
      readonly tier: EditTier
    }
  | {
      readonly outcome: 'unchanged'
      /** The file as it was. */
      readonly text: string
      /** Why there was nothing to do. */
      readonly reason: string
    }
  | {
      readonly outcome: 'refused'
      /** What is wrong, with the nearest lines of the file, in words that a model can act on. */
      readonly reason: string
      readonly code: RefusalCode
      /** The places that could have been meant, the likeliest first; at most three. */
      readonly nearest: readonly NearestLines[]
    }

/** The comparisons, in the order in which they are tried. */
export const editTiers = [
  'exact',
  'trailing space',
  'indentation',
  'white space',
  'blank lines',
  'punctuation',
  'part of a line',
  'elided lines',
  'stale context',
] as const

/** How forgiving the comparison was under which the place of an edit was found. */
export type EditTier = (typeof editTiers)[number]
