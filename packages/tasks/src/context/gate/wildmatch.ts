type Outcome = 'match' | 'mismatch' | 'hopeless' | 'hopeless below'

/**
 * Whether a pattern of git's fits a text as a whole, by git's own rules: `*`, `?`, `[…]`, `\`, and `**` between slashes.
 * Both are taken byte by byte, as git does: give them through `asBytes`.
 *
 * @param pathname whether `/` is left to `**` and to itself; false for a name alone
 */
export function wildmatch(pattern: string, text: string, pathname: boolean): boolean {
  return new Matcher(pattern, text, pathname).match(0, 0) === 'match'
}

/** The UTF-8 bytes of a text, a character each. */
export function asBytes(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text).toString('latin1')
}

class Matcher {
  readonly #pattern: string
  readonly #text: string
  readonly #pathname: boolean

  constructor(pattern: string, text: string, pathname: boolean) {
    this.#pattern = pattern
    this.#text = text
    this.#pathname = pathname
  }

  /** Matches the rest of the pattern with the rest of the text. */
  match(patternAt: number, textAt: number): Outcome {
    let t = textAt
    let p = patternAt
    while (p < this.#pattern.length) {
      const wanted = this.#pattern[p]
      const found = this.#text[t]
      if (wanted === '*') {
        const run = this.#stars(p, patternAt, t)
        if (typeof run === 'string') return run
        p = run.patternAt
        t = run.textAt
        continue
      }
      if (found === undefined) return 'hopeless'
      const next = this.#one(p, found)
      if (typeof next === 'string') return next
      p = next
      t++
    }
    return t < this.#text.length ? 'mismatch' : 'match'
  }

  /** Matches one character with what stands in the pattern; gives where the pattern goes on. */
  #one(p: number, found: string): number | Outcome {
    const wanted = this.#pattern[p]
    if (wanted === '?') return this.#pathname && found === '/' ? 'mismatch' : p + 1
    if (wanted === '\\') return this.#pattern[p + 1] === found ? p + 2 : 'mismatch'
    if (wanted !== '[') return wanted === found ? p + 1 : 'mismatch'
    const set = readSet(this.#pattern, p, found)
    if (set === undefined) return 'hopeless'
    return set.fits && !(this.#pathname && found === '/') ? set.end : 'mismatch'
  }

  /** One star or several: tries every end of what they stand for, or says where a star before a slash leads. */
  #stars(star: number, start: number, textAt: number): Outcome | { patternAt: number; textAt: number } {
    const pattern = this.#pattern
    let p = star
    while (pattern[p] === '*') p++
    const crossing = this.#crosses({ star, start, after: p })
    if (crossing === 'between' && pattern[p] === '/' && this.match(p + 1, textAt) === 'match') return 'match'
    const overSlashes = crossing !== 'no'
    const slash = this.#text.indexOf('/', textAt)
    if (p === pattern.length) return overSlashes || slash === -1 ? 'match' : 'hopeless below'
    if (!overSlashes && pattern[p] === '/') return slash === -1 ? 'hopeless' : { patternAt: p, textAt: slash }
    for (let t = textAt; t < this.#text.length; t++) {
      const outcome = this.match(p, t)
      if (outcome !== 'mismatch') {
        if (!overSlashes || outcome !== 'hopeless below') return outcome
      } else if (!overSlashes && this.#text[t] === '/') return 'hopeless below'
    }
    return 'hopeless'
  }

  /** Whether stars stand for slashes too: alone between slashes they do, and in a name there are none. */
  #crosses({ star, start, after }: { star: number; start: number; after: number }): 'between' | 'yes' | 'no' {
    if (!this.#pathname) return 'yes'
    const pattern = this.#pattern
    if (after - star < 2) return 'no'
    const opens = star - 1 < start || pattern[star - 1] === '/'
    const closes = after === pattern.length || pattern[after] === '/' || pattern.startsWith('\\/', after)
    return opens && closes ? 'between' : 'no'
  }
}

const namedSets: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /(?=\p{ASCII})\p{Cc}/u,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  xdigit: /[A-Fa-f0-9]/,
}

/** Reads `[…]` and says whether the character is in it; undefined when it never ends, or names a set that is none. */
function readSet(pattern: string, open: number, found: string): { fits: boolean; end: number } | undefined {
  let p = open + 1
  const negated = pattern[p] === '!' || pattern[p] === '^'
  if (negated) p++
  let fits = false
  let previous: string | undefined
  for (let first = true; first || pattern[p] !== ']'; first = false) {
    const character = pattern[p]
    if (character === undefined) return undefined
    const next = pattern[p + 1]
    if (character === '-' && previous !== undefined && next !== undefined && next !== ']') {
      const end = next === '\\' ? pattern[p + 2] : next
      if (end === undefined) return undefined
      fits ||= found >= previous && found <= end
      previous = undefined
      p += next === '\\' ? 3 : 2
      continue
    }
    if (character === '[' && next === ':') {
      const close = pattern.indexOf(']', p + 2)
      if (close === -1) return undefined
      if (pattern[close - 1] === ':' && close - 1 >= p + 2) {
        const set = namedSets[pattern.slice(p + 2, close - 1)]
        if (set === undefined) return undefined
        fits ||= set.test(found)
        previous = undefined
        p = close + 1
        continue
      }
    }
    const literal = character === '\\' ? next : character
    if (literal === undefined) return undefined
    fits ||= literal === found
    previous = literal
    p += character === '\\' ? 2 : 1
  }
  return { fits: fits !== negated, end: p + 1 }
}
