/** One line of a file: what it says, and how it ends. */
export interface SourceLine {
  readonly text: string
  /** `\n`, `\r\n` or `\r`; empty only for a last line that nothing ends. */
  readonly ending: string
}

/** A file as lines, so that it can be searched without its line endings and put together with them. */
export interface SourceText {
  /** The byte order mark, or nothing. */
  readonly mark: string
  readonly lines: readonly SourceLine[]
}

const byteOrderMark = '\ufeff'

/** Splits a text into lines. A lone CR ends a line only in a text that has no LF at all. */
export function splitSource(source: string): SourceText {
  const mark = source.startsWith(byteOrderMark) ? byteOrderMark : ''
  const text = source.slice(mark.length)
  const ends = text.includes('\n') ? /\r?\n/g : /\r/g
  const lines: SourceLine[] = []
  let from = 0
  for (const match of text.matchAll(ends)) {
    lines.push({ text: text.slice(from, match.index), ending: match[0] })
    from = match.index + match[0].length
  }
  if (from < text.length) lines.push({ text: text.slice(from), ending: '' })
  return { mark, lines }
}

/** The text again, byte for byte. */
export function joinSource(source: SourceText): string {
  return source.mark + source.lines.map((line) => line.text + line.ending).join('')
}

/** The lines of a model's quote, however it ends them; one line ending at the very end begins no further line. */
export function quotedLines(quote: string): string[] {
  const plain = quote.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
  if (plain === '') return []
  return (plain.endsWith('\n') ? plain.slice(0, -1) : plain).split('\n')
}

/** The ending that most lines have; LF where there is none to follow. */
function usualEnding(lines: readonly SourceLine[]): string {
  const counts = new Map<string, number>()
  for (const { ending } of lines) if (ending !== '') counts.set(ending, (counts.get(ending) ?? 0) + 1)
  let usual = '\n'
  let most = 0
  for (const [ending, count] of counts)
    if (count > most) {
      usual = ending
      most = count
    }
  return usual
}

/** A line on its way into the file; without an ending of its own it takes its neighbour's. */
export interface DraftLine {
  readonly text: string
  readonly ending?: string | undefined
}

/**
 * Puts lines in the place of `source.lines[from … end)`. New lines take the ending of the line before them, so that a
 * file with mixed endings stays mixed as it was, and the last line of the file ends (or does not) as it did.
 */
export function replaceLines(
  source: SourceText,
  range: { readonly from: number; readonly end: number },
  drafts: readonly DraftLine[],
): SourceText {
  const before = source.lines.slice(0, range.from)
  const after = source.lines.slice(range.end)
  const usual = usualEnding(source.lines)
  const last = source.lines.at(-1)?.ending ?? usual
  let neighbour = before.at(-1)?.ending ?? source.lines[range.from]?.ending ?? usual
  const placed = drafts.map(({ text, ending }) => {
    neighbour = ending ?? neighbour
    return { text, ending: neighbour }
  })
  const lines = [...before, ...placed, ...after]
  const ended = lines.map((line, at) => {
    const endsTheFile = at === lines.length - 1 && last === ''
    return endsTheFile ? { text: line.text, ending: '' } : withEnding(line, usual)
  })
  return { mark: source.mark, lines: ended }
}

function withEnding(line: SourceLine, usual: string): SourceLine {
  return line.ending === '' ? { text: line.text, ending: usual } : line
}
