/** Takes off a new line the white space that the model put at its end as it did at the ends of quoted lines. */
export type Padding = (line: string) => string

const tailOf = (line: string): string => line.slice(line.trimEnd().length)

/**
 * Learns from the lines that quote and file share what the quote has at the ends of lines beyond the file: always the
 * same white space, which then goes, or more or less of it where the file has none at all, and then all of it goes.
 * Blank lines are left alone, because nothing says whether their white space is the model's or the file's.
 */
export function learnPadding(pairs: readonly { readonly quoted: string; readonly file: string }[]): Padding {
  const tails = pairs.map(({ quoted, file }) => ({ quoted: tailOf(quoted), file: tailOf(file) }))
  const added = tails.map(({ quoted, file }) => (quoted.startsWith(file) ? quoted.slice(file.length) : ''))
  const pad = added[0] ?? ''
  if (pad !== '' && added.every((one) => one === pad))
    return (line) => (line.trim() !== '' && line.endsWith(pad) ? line.slice(0, -pad.length) : line)
  const padded = tails.filter(({ quoted }) => quoted !== '')
  if (padded.length === 0 || padded.some(({ file }) => file !== '')) return (line) => line
  return (line) => (line.trim() === '' ? line : line.trimEnd())
}
