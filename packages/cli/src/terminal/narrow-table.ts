import { renderTable } from './table.js'
import type { Column } from './table.js'

/** Narrower than this, a column of words is harder to read than one column less. */
const fewestForWords = 18
const gap = 2

export interface NarrowTable {
  readonly lines: readonly string[]
  /** Whether columns were left out. */
  readonly spared: boolean
}

/**
 * As `renderTable`; where that is wider than the terminal, the words of the last column go on below themselves, and
 * where there is no room for them either, the columns `spare` are left out, one by one.
 *
 * @param width of the terminal; undefined where there is none, and nothing has to fit
 */
export function renderTableWithin(
  width: number | undefined,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  spare: readonly string[],
): NarrowTable {
  const whole = renderTable(columns, rows)
  if (width === undefined || whole.every((line) => line.length <= width)) return { lines: whole, spared: false }
  const [next, ...others] = spare
  if (next === undefined || width - widthOfAllButLast(columns, rows) >= fewestForWords)
    return { lines: wrapLast(width, columns, rows), spared: false }
  const at = columns.findIndex(({ heading }) => heading === next)
  const kept = <Cell>(cells: readonly Cell[]) => cells.filter((_, index) => index !== at)
  return { ...renderTableWithin(width, kept(columns), rows.map(kept), others), spared: true }
}

function widthOfAllButLast(columns: readonly Column[], rows: readonly (readonly string[])[]): number {
  const lines = renderTable(
    columns.slice(0, -1),
    rows.map((row) => row.slice(0, -1)),
  )
  return Math.max(...lines.map((line) => line.length)) + gap
}

function wrapLast(width: number, columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const room = Math.max(width - widthOfAllButLast(columns, rows), fewestForWords)
  const last = columns.length - 1
  return renderTable(
    columns,
    rows.flatMap((row) => {
      const [first = '', ...more] = wrapped(row[last] ?? '', room)
      const below = more.map((part) => [...row.slice(0, -1).map(() => ''), part])
      return [[...row.slice(0, -1), first], ...below]
    }),
  )
}

/** A text in lines of at most so many characters, broken between words. */
function wrapped(text: string, room: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line === undefined || line.length + 1 + word.length > room) lines.push(word)
    else lines[lines.length - 1] = `${line} ${word}`
  }
  return lines
}
