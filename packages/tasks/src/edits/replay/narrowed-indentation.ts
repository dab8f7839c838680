import { indentOf, isBlank } from '../line-keys.js'
import type { IndentLesson, IndentMap, IndentPair } from './indentation.js'

const factors = [2, 4]

/** The deepest that a new line may stand below the deepest known one, in steps of the file. */
const deepestJump = 2

const depthOf = (line: string): number => indentOf(line).length
const isStarred = (line: string): boolean => line.trimStart().startsWith('*')

/**
 * The map for a quote that has every indentation cut to a half or a quarter, odd columns lost; `undefined` for any
 * other. A column that is lost is known again only from a line of the file at the same depth, or for the lines of a
 * comment; where neither tells, the map gives nothing, and the edit is refused.
 */
export function narrowedIndentation(lesson: IndentLesson, step: number): IndentMap | undefined {
  const { pairs } = lesson
  if (pairs.some((pair) => /[^ ]/.test(pair.quoted + pair.file))) return undefined
  const code = pairs.filter((pair) => !pair.starred)
  if (!code.some((pair) => pair.quoted !== '')) return undefined
  const factor = factors.find((one) => pairs.every((pair) => fits(pair, one)))
  if (factor === undefined || isShift(lesson, step)) return undefined
  const regular = pairs.every((pair) => pair.file.length === pair.quoted.length * factor + (pair.starred ? 1 : 0))
  const deepest = Math.max(...pairs.map((pair) => pair.file.length)) + deepestJump * step
  return (line) => {
    const starred = isStarred(line)
    const indent = indentOf(line)
    const same = new Set(
      pairs.filter((pair) => pair.quoted === indent && pair.starred === starred).map((pair) => pair.file),
    )
    if (same.size === 1) return [...same][0]
    const depth = indent.length * factor
    if (same.size > 1 || !regular || depth > deepest || depth % step !== 0) return undefined
    return ' '.repeat(depth + (starred ? 1 : 0))
  }
}

const fits = (pair: IndentPair, factor: number): boolean => Math.floor(pair.file.length / factor) === pair.quoted.length

/** Whether all lines stand the same whole number of steps off, and go deeper by whole steps of the file. */
function isShift({ pairs, newLines }: IndentLesson, step: number): boolean {
  const offs = new Set(pairs.map((pair) => pair.file.length - pair.quoted.length))
  const [off] = offs
  if (offs.size !== 1 || off === undefined || off % step !== 0) return false
  const depths = newLines.filter((line) => !isBlank(line) && !isStarred(line)).map(depthOf)
  return depths.every((depth, at) => at === 0 || depth <= depths[at - 1]! || (depth - depths[at - 1]!) % step === 0)
}
