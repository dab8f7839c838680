import { plain, trimmed, withoutTrailing } from '../line-keys.js'

/** Longer lines are compared by their beginnings and ends; nothing that people edit by hand is as long. */
const longestLine = 400

/** How alike two lines are. */
export interface Likeness {
  /** From 0 to 1, white space and typography aside. */
  readonly words: number
  /** The same, less a little for white space that differs: it tells places apart that say the same. */
  readonly exact: number
}

const nothing: Likeness = { words: 0, exact: 0 }

/** Below this two lines have nothing to do with each other. */
const leastAlike = 0.6

/** How alike two lines are; lines that differ in more than four tenths of their letters are not alike at all. */
export function likenessOf(quoted: string, line: string): Likeness {
  if (quoted === line) return { words: 1, exact: 1 }
  const left = plain(quoted)
  const right = plain(line)
  const words = left === right ? 1 : editLikeness(left, right)
  if (words < leastAlike) return nothing
  return { words, exact: words * spacing(quoted, line) }
}

function spacing(quoted: string, line: string): number {
  if (withoutTrailing(quoted) === withoutTrailing(line)) return 0.99
  return trimmed(quoted) === trimmed(line) ? 0.9 : 0.88
}

/** 1 less the share of letters that have to be changed to get from one to the other. */
export function editLikeness(left: string, right: string): number {
  const a = shortened(left)
  const b = shortened(right)
  const longest = Math.max(a.length, b.length)
  if (longest === 0) return 1
  const allowed = Math.floor(longest * (1 - leastAlike))
  if (Math.abs(a.length - b.length) > allowed) return 0
  return 1 - editDistance(a, b, allowed) / longest
}

function shortened(line: string): string {
  return line.length <= longestLine ? line : line.slice(0, longestLine / 2) + line.slice(-longestLine / 2)
}

/** Levenshtein's distance; anything beyond `allowed` counts as the whole length. */
function editDistance(a: string, b: string, allowed: number): number {
  let before = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let row = 1; row <= a.length; row++) {
    const now = [row]
    let least = row
    for (let column = 1; column <= b.length; column++) {
      const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1) ? 0 : 1
      const cost = Math.min(before[column]! + 1, now[column - 1]! + 1, before[column - 1]! + same)
      now.push(cost)
      if (cost < least) least = cost
    }
    if (least > allowed) return Math.max(a.length, b.length)
    before = now
  }
  return before[b.length]!
}
