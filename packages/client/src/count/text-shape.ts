/** What of a text decides how many tokens it has. */
export interface TextShape {
  /** Words, with `camelCase` counted as two. */
  words: number
  /** Letters of words beyond the fifth, up to the tenth. */
  longLetters: number
  /** Letters of words beyond the tenth. */
  veryLongLetters: number
  capitals: number
  digits: number
  numbers: number
  /** Punctuation marks that differ from the character before them. */
  marks: number
  /** Punctuation marks that repeat it, as in `=====`. */
  repeatedMarks: number
  lines: number
  emptyLines: number
  /** Lines that begin with white space. */
  indents: number
  /** White space after white space. */
  spaces: number
  /** Characters above ASCII, below the East Asian scripts. */
  wide: number
  /** East Asian characters, emoji and the like. */
  wider: number
}

const lower = 1
const upper = 2
const digit = 3
const space = 4
const newline = 5
const mark = 6
const wide = 7
const wider = 8

/** The class of each ASCII character. */
const classes = new Uint8Array(128).map((_, code) => {
  if (code >= 97 && code <= 122) return lower
  if (code >= 65 && code <= 90) return upper
  if (code >= 48 && code <= 57) return digit
  if (code === 32 || code === 9) return space
  return code === 10 ? newline : mark
})

/** The first character of the East Asian scripts; half of a surrogate pair, as in emoji, is above it too. */
const firstWider = 0x2e80

function classOf(code: number): number {
  if (code < 128) return classes[code] as number
  return code < firstWider ? wide : wider
}

function addWord(shape: TextShape, letters: number): void {
  shape.words++
  if (letters > 5) shape.longLetters += Math.min(letters, 10) - 5
  if (letters > 10) shape.veryLongLetters += letters - 10
}

/** Counts in one pass. */
export function shapeOf(text: string): TextShape {
  const shape: TextShape = {
    words: 0,
    longLetters: 0,
    veryLongLetters: 0,
    capitals: 0,
    digits: 0,
    numbers: 0,
    marks: 0,
    repeatedMarks: 0,
    lines: 0,
    emptyLines: 0,
    indents: 0,
    spaces: 0,
    wide: 0,
    wider: 0,
  }
  let before = 0
  let last = -1
  let letters = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const kind = classOf(code)
    const goesOn = (kind === lower && (before === lower || before === upper)) || (kind === upper && before === upper)
    if (letters > 0 && !goesOn) {
      addWord(shape, letters)
      letters = 0
    }
    if (kind === lower || kind === upper) letters++
    count(shape, { kind, before, repeats: code === last })
    before = kind
    last = code
  }
  if (letters > 0) addWord(shape, letters)
  return shape
}

function count(shape: TextShape, { kind, before, repeats }: { kind: number; before: number; repeats: boolean }): void {
  switch (kind) {
    case upper:
      shape.capitals++
      return
    case digit:
      shape.digits++
      if (before !== digit) shape.numbers++
      return
    case space:
      if (before === space) shape.spaces++
      else if (before === newline) shape.indents++
      return
    case newline:
      if (repeats) shape.emptyLines++
      else shape.lines++
      return
    case mark:
      if (repeats) shape.repeatedMarks++
      else shape.marks++
      return
    case wide:
      shape.wide++
      return
    case wider:
      shape.wider++
      return
    default:
      return
  }
}
