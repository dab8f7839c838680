/** `2026-11-22T10:11:12.345Z` as AWS writes it: `20261122T101112Z`. Its first eight characters are the scope's day. */
export function amzDate(date: Date): string {
  const iso = date.toISOString()
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`
}
