/** How a family of languages marks what is no code, and what its words are. */
export interface Grammar {
  readonly line: readonly string[]
  readonly block: readonly (readonly [string, string])[]
  readonly quotes: readonly string[]
  /** Opposites of truth values and of logical operators. */
  readonly words: Readonly<Record<string, string>>
  /** What a `return` gives instead of its value. */
  readonly nothing: string
}

const braces: Grammar = {
  line: ['//'],
  block: [['/*', '*/']],
  quotes: ['"', "'", '`'],
  words: { true: 'false', false: 'true' },
  nothing: 'null',
}
const python: Grammar = {
  line: ['#'],
  block: [
    ['"""', '"""'],
    ["'''", "'''"],
  ],
  quotes: ['"', "'"],
  words: { True: 'False', False: 'True', and: 'or', or: 'and' },
  nothing: 'None',
}
const ruby: Grammar = { ...python, block: [['=begin', '=end']], words: braces.words, nothing: 'nil' }
const script: Grammar = { ...braces, nothing: 'undefined' }

const byExtension: Readonly<Record<string, Grammar>> = {
  ...Object.fromEntries(['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'].map((name) => [name, script])),
  ...Object.fromEntries(
    ['java', 'kt', 'go', 'rs', 'c', 'h', 'cc', 'cpp', 'cs', 'swift', 'php', 'scala', 'dart'].map((n) => [n, braces]),
  ),
  py: python,
  rb: ruby,
}

export const extensionOf = (path: string): string => /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''

/** The grammar of a file by its name; undefined for languages that are not known. */
export const grammarOf = (path: string): Grammar | undefined => byExtension[extensionOf(path)]

/**
 * The text with everything that is no code (comments, strings) made of blanks, so that every place in it is the same
 * place in the text.
 */
export function codeOnly(text: string, grammar: Grammar): string {
  let code = ''
  let at = 0
  while (at < text.length) {
    const end = endOfOther(text, at, grammar)
    if (end === undefined) code += text[at++]
    else {
      code += text.slice(at, end).replace(/[^\n]/g, ' ')
      at = end
    }
  }
  return code
}

/** Where a comment or a string that begins here ends; undefined if none begins. */
function endOfOther(text: string, at: number, { line, block, quotes }: Grammar): number | undefined {
  const pair = block.find(([open]) => text.startsWith(open, at))
  if (pair !== undefined) return after(text, pair[1], at + pair[0].length)
  if (line.some((mark) => text.startsWith(mark, at))) return before(text, '\n', at)
  const quote = text[at] ?? ''
  if (!quotes.includes(quote)) return undefined
  // A lifetime of Rust, an apostrophe: what does not close on its line is no string.
  const last = quote === '`' ? text.length : before(text, '\n', at)
  for (let end = at + 1; end < last; end++) {
    if (text[end] === '\\') end++
    else if (text[end] === quote) return end + 1
  }
  return undefined
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found < 0 ? text.length : found + mark.length
}

function before(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found < 0 ? text.length : found
}
