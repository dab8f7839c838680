let last = { second: Number.NaN, text: '' }

/**
 * `2026-11-22T10:11:12.345Z` as AWS writes it: `20261122T101112Z`. Its first eight characters are the scope's day.
 *
 * @throws RangeError if it is no date
 */
export function amzDate(date: Date): string {
  const second = Math.floor(date.getTime() / 1000)
  // Under load many are signed in one second.
  if (last.second === second) return last.text
  const iso = date.toISOString()
  const text = `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`
  last = { second, text }
  return text
}
