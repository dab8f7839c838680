import { editPath, pathOfLine } from './edit-path.js'
import { asQuote } from './parsed-edit.js'
import type { Reader } from './parsed-edit.js'

const head = /^[ \t]*(?:<{5,9}|-{5,9})\s*(?:SEARCH|ORIGINAL|OLD|HEAD)\b>?:?\s*(.*)$/
const tail = /^[ \t]*(?:[<>]{5,9}|\+{5,9})\s*(?:REPLACE|UPDATED|NEW)\b/
const divider = /^[ \t]*={5,9}\s*$/
const conflictEnd = /^>{5,9}(?:\s|$)/
const stated = /^:(?:start_line|end_line):\s*(\d+)\s*$/

/** Blocks with SEARCH, a divider and REPLACE, in the ways in which models draw their markers. */
export const readSearchReplace: Reader = ({ lines, at, path }) => {
  const begun = head.exec(lines[at]!)
  if (begun === null) return undefined
  const named = begun[1]!.replace(/[`>]+$/, '').trim()
  const target = (named === '' ? undefined : (pathOfLine(named) ?? editPath(named))) ?? path
  const failed = (reason: string, next: number) => ({ edits: [], problems: [{ line: at + 1, reason }], next })
  const end = endOf(lines, at)
  if (end === undefined)
    return failed('This block has no REPLACE marker at its end; the reply may have been cut off.', at + 1)
  let from = at + 1
  let nearLine: number | undefined
  for (let match = stated.exec(lines[from] ?? ''); match !== null; match = stated.exec(lines[++from] ?? ''))
    nearLine ??= Number(match[1])
  if (nearLine !== undefined && /^-{5,9}\s*$/.test(lines[from] ?? '')) from++
  const middle = dividerOf(lines, { at, from, end })
  if (middle === undefined)
    return failed(
      'This block has no single line of ======= between its two halves, so that they cannot be told apart.',
      end + 1,
    )
  if (target === undefined) return failed('This block names no file. Write its path on the line above.', end + 1)
  const edit = {
    path: target,
    old: asQuote(lines.slice(from, middle)),
    new: asQuote(lines.slice(middle + 1, end)),
    ...(nearLine === undefined ? {} : { nearLine }),
  }
  return { edits: [edit], problems: [], next: end + 1 }
}

/** The line that ends the block: a REPLACE marker before any further SEARCH, or the bare arrows of a conflict. */
function endOf(lines: readonly string[], at: number): number | undefined {
  let bare: number | undefined
  for (let line = at + 1; line < lines.length; line++) {
    if (tail.test(lines[line]!)) return line
    if (head.test(lines[line]!)) break
    if (conflictEnd.test(lines[line]!)) bare ??= line
  }
  return bare
}

/**
 * The divider. A quote can hold lines of equals signs itself: then the divider is the one drawn as long as the SEARCH
 * marker, if only one is, and nobody guesses among several.
 */
function dividerOf(
  lines: readonly string[],
  block: { readonly at: number; readonly from: number; readonly end: number },
): number | undefined {
  const found: number[] = []
  for (let line = block.from; line < block.end; line++) if (divider.test(lines[line]!)) found.push(line)
  if (found.length <= 1) return found[0]
  const length = /[<-]{5,9}/.exec(lines[block.at]!)![0].length
  const like = found.filter((line) => lines[line]!.trim().length === length && lines[line]!.startsWith('='))
  return like.length === 1 ? like[0] : undefined
}
