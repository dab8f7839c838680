import { indentOf, isBlank } from '../line-keys.js'
import { editLikeness } from '../locate/similarity.js'

/** Lines that go between two lines of the quote, between which the file has blank lines that the quote leaves out. */
interface GapFilling {
  /** The line above the gap, as quoted. */
  readonly before: string
  readonly fresh: readonly string[]
  /** The line below it. */
  readonly after: string
}

/** A new line is kin to its neighbour when it is at least so like it, and so much more than to the other one. */
const leastKin = 0.4
const leastAhead = 0.2

/**
 * Whether lines belong right below the line before the gap, or right above the one after it; `undefined` where nothing
 * says so. Blank lines that they bring along come first: they part the new lines from one neighbour, so that the
 * file's own have to part them from the other.
 */
export function sideOf({ before, fresh, after }: GapFilling): 'before' | 'after' | undefined {
  const [first, last] = [fresh[0] ?? '', fresh.at(-1) ?? '']
  if (isBlank(first) !== isBlank(last)) return isBlank(first) ? 'before' : 'after'
  if (isBlank(first)) return undefined
  const [above, below] = [kinship(before, first), kinship(after, last)]
  if (above >= leastKin && above - below >= leastAhead) return 'before'
  return below >= leastKin && below - above >= leastAhead ? 'after' : undefined
}

/** Likeness of two lines by their letters and their depth. */
function kinship(old: string, fresh: string): number {
  return indentOf(old) === indentOf(fresh) ? Math.max(leastKin, editLikeness(old.trim(), fresh.trim())) : 0
}
