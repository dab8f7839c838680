/**
 * A text that fits a regular expression, for the part of the language that schemas use: literals, classes, groups,
 * alternatives and counts. Undefined where the pattern is beyond that, or what was made does not fit after all.
 */
export function patternSample(pattern: string): string | undefined {
  try {
    const [text, end] = alternatives(pattern, 0)
    if (end !== pattern.length) return undefined
    return new RegExp(pattern, 'u').test(text) ? text : undefined
  } catch {
    return undefined
  }
}

type Sample = readonly [text: string, end: number]

// Of alternatives the first is taken; the others are read to find where they end.
function alternatives(pattern: string, start: number): Sample {
  let [text, at] = sequence(pattern, start)
  while (pattern[at] === '|') [, at] = sequence(pattern, at + 1)
  return [text, at]
}

function sequence(pattern: string, start: number): Sample {
  let text = ''
  let at = start
  while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
    const [piece, afterPiece] = atom(pattern, at)
    const [times, afterCount] = count(pattern, afterPiece)
    text += piece.repeat(times)
    at = afterCount
  }
  return [text, at]
}

function atom(pattern: string, at: number): Sample {
  const mark = pattern[at] ?? ''
  if (mark === '^' || mark === '$') return ['', at + 1]
  if (mark === '.') return ['a', at + 1]
  if (mark === '\\') return [escaped(pattern[at + 1] ?? ''), at + 2]
  if (mark === '[') return characterClass(pattern, at + 1)
  if (mark === '(') return group(pattern, at + 1)
  return [mark, at + 1]
}

function group(pattern: string, start: number): Sample {
  const kind = /^\?(?::|<\w+>)/.exec(pattern.slice(start))
  if (!kind && pattern[start] === '?') throw new SyntaxError('look-around is not sampled')
  const [text, end] = alternatives(pattern, start + (kind?.[0].length ?? 0))
  if (pattern[end] !== ')') throw new SyntaxError('a group is not closed')
  return [text, end + 1]
}

const ofClasses: Readonly<Record<string, string>> = { d: '1', w: 'a', s: ' ', n: '\n', t: '\t', b: '', B: '' }

function escaped(letter: string): string {
  return ofClasses[letter] ?? letter
}

function characterClass(pattern: string, start: number): Sample {
  const end = pattern.indexOf(']', start + 1)
  if (end < 0) throw new SyntaxError('a class is not closed')
  const inside = pattern.slice(start, end)
  if (!inside.startsWith('^')) return [inside.startsWith('\\') ? escaped(inside[1] ?? '') : (inside[0] ?? ''), end + 1]
  const outside = ['a', '1', '_', '-', ' ', 'A'].find((one) => new RegExp(`[${inside}]`, 'u').test(one))
  if (outside === undefined) throw new SyntaxError('nothing is outside the class')
  return [outside, end + 1]
}

function count(pattern: string, at: number): readonly [times: number, end: number] {
  const found = /^(?:\{(\d+)(?:,\d*)?\}|[*+?])\??/.exec(pattern.slice(at))
  if (!found) return [1, at]
  const times = found[1] === undefined ? (found[0].startsWith('+') ? 1 : 0) : Number(found[1])
  return [times, at + found[0].length]
}
