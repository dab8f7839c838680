// How models spoil a quote. Each damage takes a case and gives what the model says, the file it meets and the file that
// would be right, or nothing where it does not apply. `must` says what has to come of it: `apply`, `refuse` or `same`.
import { shuffle } from './sample-hunks.js'

const text = (lines) => lines.map((line) => `${line}\n`).join('')
const indent = (line) => /^[ \t]*/.exec(line)[0]
const blank = (line) => line.trim() === ''
const solid = (line) => line.trim().length >= 8

/** A case as it would be without damage. */
function plain(quote, hunk) {
  const after = [...hunk.lines.slice(0, hunk.from), ...hunk.added, ...hunk.lines.slice(hunk.from + hunk.removed)]
  return {
    old: [...quote.head, ...quote.removed, ...quote.tail],
    new: [...quote.head, ...quote.added, ...quote.tail],
    file: hunk.lines,
    right: after,
    line: quote.start + 1,
    must: 'apply',
  }
}

/** The same change to every line of the quote and of the replacement. */
const everyLine = (change) => (quote, hunk) => {
  const made = plain(quote, hunk)
  const spoilt = { ...made, old: made.old.map(change), new: made.new.map(change) }
  return spoilt.old.join('\n') === made.old.join('\n') ? undefined : spoilt
}

/** A change to the context alone, the same in both halves. */
const inContext =
  (change, away = false) =>
  (quote, hunk, random) => {
    const spots = [...quote.head.keys()]
      .map((at) => ['head', at])
      .concat([...quote.tail.keys()].map((at) => ['tail', at]))
    for (const [half, at] of shuffle(spots, random)) {
      if (away && (half === 'head' ? at === quote.head.length - 1 : at === 0)) continue
      const said = change(quote[half][at], random)
      if (said === undefined || said === quote[half][at]) continue
      const lines = quote[half].flatMap((line, index) => (index === at ? said : line))
      return plain({ ...quote, [half]: lines }, hunk)
    }
    return undefined
  }

function dedented(lines) {
  const depth = Math.min(...lines.filter((line) => !blank(line)).map((line) => indent(line).length))
  return Number.isFinite(depth) ? depth : 0
}

/** The file moves on after it was read: a line of the context becomes another one. */
const stale =
  (change, away = false) =>
  (quote, hunk, random) => {
    const made = plain(quote, hunk)
    const spots = [...quote.head.keys()]
      .map((at) => quote.start + at)
      .concat([...quote.tail.keys()].map((at) => hunk.from + hunk.removed + at))
      .filter((line) => solid(hunk.lines[line]))
      .filter((line) => !away || (line !== hunk.from - 1 && line !== hunk.from + hunk.removed))
    const [spot] = shuffle(spots, random)
    if (spot === undefined) return undefined
    const said = change(hunk.lines[spot])
    const moved = [...hunk.lines.slice(0, spot), ...said, ...hunk.lines.slice(spot + 1)]
    const shift = spot < hunk.from ? said.length - 1 : 0
    const from = hunk.from + shift
    const right = [...moved.slice(0, from), ...hunk.added, ...moved.slice(from + hunk.removed)]
    return { ...made, file: moved, right }
  }

/** Damages that were there while the engine was written. */
export const known = {
  'none, 3 lines of context': plain,
  'none, 1 line of context': (_, hunk, __, quoteOf) => plain(quoteOf(hunk, 1), hunk),
  'both halves without indentation': (quote, hunk) => {
    const made = plain(quote, hunk)
    const depth = dedented([...made.old, ...made.new])
    if (depth === 0) return undefined
    const cut = (line) => (blank(line) ? line : line.slice(depth))
    return { ...made, old: made.old.map(cut), new: made.new.map(cut) }
  },
  'tabs quoted as 4 spaces': everyLine((line) => line.replaceAll('\t', '    ')),
  'blank lines of the context dropped': (quote, hunk) => {
    const drop = (lines) => lines.filter((line) => !blank(line))
    const [head, tail] = [drop(quote.head), drop(quote.tail)]
    if (head.length === quote.head.length && tail.length === quote.tail.length) return undefined
    const made = plain({ ...quote, head, tail }, hunk)
    return made.old.length === 0 ? undefined : made
  },
  'one character lost in the context': inContext((line, random) => {
    if (!solid(line)) return undefined
    const at = indent(line).length + Math.floor(random() * line.trim().length)
    return line.slice(0, at) + line.slice(at + 1)
  }),
  'context changed since it was read': stale((line) => [`${line.replace(/\w+/, (word) => `${word}V2`)}`]),
  'trailing space in the quote': everyLine((line) => (blank(line) ? line : `${line}  `)),
  'typographic quotes and dashes': everyLine((line) =>
    line
      .replace(/"([^"]*)"/g, '“$1”')
      .replaceAll("'", '’')
      .replaceAll(' - ', ' – '),
  ),
  'middle of the context left out as ...': (quote, hunk) => {
    if (quote.head.length < 3 || quote.tail.length < 3 || blank(quote.head[0]) || blank(quote.tail[2])) return undefined
    const made = plain(quote, hunk)
    if (made.file.some((line) => line.trim() === '...')) return undefined
    const head = [quote.head[0], '...', quote.head[2]]
    return blank(quote.head[2]) ? undefined : plain({ ...quote, head }, hunk)
  },
  'windows line endings in the file': (quote, hunk) => ({ ...plain(quote, hunk), crlf: true }),
  'a wrong line number beside an exact quote': (quote, hunk, random) => {
    const made = plain(quote, hunk)
    return { ...made, nearLine: Math.max(1, made.line + Math.round((random() - 0.5) * 120)) }
  },
  'middle made up, ends real': (quote, hunk) => {
    const made = plain(quote, hunk)
    if (made.old.length < 4) return undefined
    const fake = made.old.map((line, at) =>
      at === 0 || at === made.old.length - 1 ? line : `${indent(line)}invented_${at}(value${at * 7})`,
    )
    return {
      ...made,
      old: fake,
      new: fake.map((line, at) => (at === 1 ? `${indent(line)}replacement()` : line)),
      must: 'refuse',
    }
  },
  'the block stands twice': (quote, hunk) => {
    const made = plain(quote, hunk)
    const again = made.old.map((line) => line.replace('\ufeff', ''))
    return { ...made, file: [...made.file, '', ...again], must: 'refuse' }
  },
  'the edit is in the file already': (quote, hunk) => {
    const made = plain(quote, hunk)
    return { ...made, file: made.right, must: 'same' }
  },
}

/** Damages that were written after the engine, and that it was not changed for. */
export const unseen = {
  'one level deeper': everyLine((line) => (blank(line) ? line : (line.startsWith('\t') ? '\t' : '  ') + line)),
  'indentation of the first line lost': (quote, hunk) => {
    const made = plain(quote, hunk)
    if (made.old.length === 0 || indent(made.old[0]) === '' || made.new[0] !== made.old[0]) return undefined
    const cut = (lines) => lines.map((line, at) => (at === 0 ? line.trimStart() : line))
    return { ...made, old: cut(made.old), new: cut(made.new) }
  },
  'spaces halved': everyLine((line) =>
    /^ +/.test(line) ? ' '.repeat(Math.floor(indent(line).length / 2)) + line.trimStart() : line,
  ),
  'space inside lines doubled in the context': inContext((line) =>
    line.trimStart().includes(' ') && solid(line) ? indent(line) + line.trimStart().replace(' ', '  ') : undefined,
  ),
  'two words swapped in the context': inContext((line) => {
    const swapped = line.replace(/(\w{3,})(\W+)(\w{3,})/, '$3$2$1')
    return solid(line) && swapped !== line ? swapped : undefined
  }),
  'a word of the context in another case': inContext((line) =>
    solid(line) ? line.replace(/[a-z]{4,}/, (word) => word.toUpperCase()) : undefined,
  ),
  'a comment added to the context': inContext((line) => (solid(line) ? `${line} // note` : undefined)),
  // Forgotten beside what is put in, nobody can know on which side of it the new lines belong.
  'a line of the context forgotten': inContext((line) => (solid(line) ? [] : undefined), true),
  'a blank line put into the context': inContext((line) => (solid(line) ? [line, ''] : undefined)),
  'a line came into the context since': stale((line) => [line, `${indent(line)}extra_line_here(1)`], true),
  'a line of the context went since': stale(() => [], true),
  'typographic quotes in the file, plain in the quote': (quote, hunk) => {
    const fancy = (line) => line.replace(/"([^"]*)"/g, '“$1”')
    const made = plain(quote, hunk)
    const spoilt = { ...made, file: made.file.map(fancy), right: made.right.map(fancy) }
    const same = made.new.every((line) => fancy(line) === line || made.old.includes(line))
    return same && spoilt.file.join('\n') !== made.file.join('\n') ? spoilt : undefined
  },
  'blank lines around both halves': (quote, hunk) => {
    const made = plain(quote, hunk)
    return { ...made, old: ['', ...made.old, ''], new: ['', ...made.new, ''] }
  },
  'a changed line misquoted': (quote, hunk, random) => {
    const made = plain(quote, hunk)
    const at = quote.removed.findIndex(solid)
    if (at < 0) return undefined
    const old = [...made.old]
    const line = quote.removed[at]
    const cut = indent(line).length + 1 + Math.floor(random() * (line.trim().length - 2))
    old[quote.head.length + at] = `${line.slice(0, cut)}zq${line.slice(cut + 1)}`
    return made.file.includes(old[quote.head.length + at]) ? undefined : { ...made, old, must: 'refuse' }
  },
  'from another file': (quote, hunk) => {
    const made = plain(quote, hunk)
    const file = made.file.filter((line) => !quote.removed.includes(line) && !quote.head.includes(line))
    return quote.removed.some(solid) ? { ...made, file, must: 'refuse' } : undefined
  },
}

export { text }
