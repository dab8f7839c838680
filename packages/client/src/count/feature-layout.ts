/** Names of what is counted in a text, by their place in a list of counts. */
export const featureNames: string[] = []

/** Gives a group of features their places, and returns the first. */
function place(group: string, labels: readonly string[]): number {
  for (const label of labels) featureNames.push(`${group}.${label}`)
  return featureNames.length - labels.length
}

const upTo = (most: number): string[] => Array.from({ length: most }, (_, index) => String(index + 1))

/** The longest word whose length counts by itself; 13 to 15 letters are one class, longer ones another. */
export const lengthClasses = 14

function wordLabels(): string[] {
  const labels: string[] = []
  for (const letters of ['lower', 'capital', 'upper']) {
    for (const before of ['joined', 'spaced']) {
      for (const word of ['rare', 'known', 'common']) {
        for (const length of upTo(lengthClasses)) labels.push(`${letters}.${before}.${word}.${length}`)
      }
    }
  }
  return labels
}

/** ASCII characters that are neither letters, digits nor space, each with a place of its own. */
const marks = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).filter((sign) =>
  /[^A-Za-z0-9]/.test(sign),
)

/** The place of each mark within a group of marks. */
export const markPlace = new Uint8Array(128)
for (const [index, mark] of marks.entries()) markPlace[mark.charCodeAt(0)] = index

/** Scripts and other ranges above ASCII: each ends before a code, and costs at most so many bytes a UTF-16 unit. */
export const ranges = [
  { name: 'latin', before: 0x370, bytes: 2 },
  { name: 'greek', before: 0x400, bytes: 2 },
  { name: 'cyrillic', before: 0x590, bytes: 2 },
  { name: 'semitic', before: 0x780, bytes: 2 },
  { name: 'southern', before: 0x1e00, bytes: 3 },
  { name: 'latin extended', before: 0x2000, bytes: 3 },
  { name: 'punctuation', before: 0x2070, bytes: 3 },
  { name: 'symbols', before: 0x2500, bytes: 3 },
  { name: 'boxes', before: 0x2600, bytes: 3 },
  { name: 'more symbols', before: 0x2e80, bytes: 3 },
  { name: 'han', before: 0x3040, bytes: 3 },
  { name: 'kana', before: 0x3100, bytes: 3 },
  { name: 'more han', before: 0xa000, bytes: 3 },
  { name: 'other', before: 0xac00, bytes: 3 },
  { name: 'hangul', before: 0xd800, bytes: 3 },
  // A pair of surrogates is one character of four bytes.
  { name: 'surrogates', before: 0xe000, bytes: 2 },
  { name: 'private', before: 0xf900, bytes: 3 },
  { name: 'wide forms', before: 0x10000, bytes: 3 },
] as const

/** First place of each group. */
export const places = {
  word: place('word', wordLabels()),
  longWord: place('word', ['beyond 15']),
  /** Pairs of letters in rare words, from the most usual class of pairs to the least. */
  pair: place('pair', upTo(5)),
  number: place('number', upTo(5)),
  longNumber: place('number', ['beyond 5']),
  numberSpaced: place('number', ['spaced']),
  firstMark: place('mark', marks),
  nextMark: place('next mark', marks),
  repeatedMark: place('repeated mark', marks),
  markSpaced: place('mark', ['spaced']),
  markAtEnd: place('mark', ['at the end of a line']),
  markBeforeWord: place('mark', ['alone before a word']),
  indent: place('indent', upTo(9)),
  longIndent: place('indent', ['beyond 9']),
  gap: place('gap', upTo(4)),
  longGap: place('gap', ['beyond 4']),
  trailing: place('space', ['at the end of a line']),
  tab: place('tab', ['first', 'next']),
  line: place('line', ['end', 'empty', 'more empty']),
  control: place('control', ['any']),
  range: place(
    'script',
    ranges.map(({ name }) => name),
  ),
} as const
