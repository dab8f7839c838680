/** What of a line counts when a quote is compared with a file. */
export type LineKey = (line: string) => string

const typographic: ReadonlyMap<string, string> = new Map([
  ...Array.from('‘’‚‛′ʼ´').map((mark) => [mark, "'"] as const),
  ...Array.from('“”„‟″«»').map((mark) => [mark, '"'] as const),
  ...Array.from('‐‑‒–—―−').map((mark) => [mark, '-'] as const),
  ['…', '...'],
])

const notPlain = /[‘’‚‛′ʼ´“”„‟″«»‐‑‒–—―−…]|[\u200b-\u200d\u2060\ufeff]/g

/** Typographic quotes, dashes and ellipses as the keyboard has them; characters without width are left out. */
export function plainPunctuation(text: string): string {
  return text.replace(notPlain, (mark) => typographic.get(mark) ?? '')
}

export const exactly: LineKey = (line) => line
export const withoutTrailing: LineKey = (line) => line.trimEnd()
export const trimmed: LineKey = (line) => line.trim()
export const withoutSpace: LineKey = (line) => line.replace(/\s+/g, '')
export const plain: LineKey = (line) => plainPunctuation(line).replace(/\s+/g, '')

export const isBlank = (line: string): boolean => line.trim() === ''

/** The white space that a line begins with. */
export const indentOf = (line: string): string => /^\s*/.exec(line)?.[0] ?? ''
