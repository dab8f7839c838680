import { asQuote } from './parsed-edit.js'

/** The lines of a hunk, of whatever dialect, as a quote and its replacement. */
export function hunkOf(body: readonly string[]): { readonly old: string; readonly new: string } {
  const old: string[] = []
  const fresh: string[] = []
  for (const line of withoutBlankEnd(body)) {
    const sign = line[0] ?? ' '
    const text = line.slice(1)
    if (sign === '\\') continue
    if (sign === '-') old.push(text)
    else if (sign === '+') fresh.push(text)
    else {
      // Models forget the space before a line that stays.
      const kept = sign === ' ' ? text : line
      old.push(kept)
      fresh.push(kept)
    }
  }
  return { old: asQuote(old), new: asQuote(fresh) }
}

/** Empty lines after a hunk separate it from what follows; an empty line of the file would have its space. */
function withoutBlankEnd(body: readonly string[]): readonly string[] {
  let end = body.length
  while (end > 0 && body[end - 1] === '') end--
  return body.slice(0, end)
}
