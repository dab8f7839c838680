// The rules by which peers place an edit, written anew from what they document and do, as small as they go. Each gives
// the new text, or undefined where the peer would refuse. They judge whole lines, as their tools hand them over.
const endsOf = (lines) => lines.map((line) => `${line}\n`).join('')
const indentOf = (line) => /^[ \t]*/.exec(line)[0]

function places(file, quote, key) {
  if (quote.length === 0) return []
  const keys = file.map(key)
  const wanted = quote.map(key)
  const found = []
  for (let at = 0; at + wanted.length <= keys.length; at++)
    if (wanted.every((line, offset) => keys[at + offset] === line)) found.push(at)
  return found
}

const splice = (file, at, count, fresh) => [...file.slice(0, at), ...fresh, ...file.slice(at + count)]
const plainMarks = (line) =>
  line
    .trim()
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟]/g, '"')
    .replace(/[\u00a0\u2002-\u200a\u202f\u205f\u3000]/g, ' ')

/** Claude's text editor: the bytes, exactly once. */
function claude({ file, old, new: fresh }) {
  const [source, quote] = [endsOf(file), endsOf(old)]
  const at = source.indexOf(quote)
  if (quote === '' || at < 0 || source.indexOf(quote, at + 1) >= 0) return undefined
  return (source.slice(0, at) + endsOf(fresh) + source.slice(at + quote.length)).split('\n').slice(0, -1)
}

/** aider: exact, else one shift of the leading space for all lines, else without a leading blank, else `...` in pairs. */
function aider(edit) {
  return (
    aiderLines(edit) ??
    (edit.old.length > 2 && edit.old[0].trim() === '' ? aiderLines({ ...edit, old: edit.old.slice(1) }) : undefined) ??
    aiderDots(edit)
  )
}

function aiderLines({ file, old, new: fresh }) {
  const [exact] = places(file, old, (line) => line)
  if (exact !== undefined) return splice(file, exact, old.length, fresh)
  const all = [...old, ...fresh].filter((line) => line.trim() !== '')
  const least = Math.min(...all.map((line) => line.length - line.trimStart().length))
  const cut = (line) => (line.trim() === '' || !(least > 0) ? line : line.slice(least))
  const [quote, text] = [old.map(cut), fresh.map(cut)]
  for (const at of places(file, quote, (line) => line.trimStart())) {
    const shifts = new Set()
    const fits = quote.every((line, offset) => {
      const real = file[at + offset]
      if (line.trim() !== '') shifts.add(real.slice(0, real.length - line.length))
      return line.trim() === '' || real.endsWith(line)
    })
    if (fits && shifts.size === 1) {
      const [shift] = shifts
      return splice(
        file,
        at,
        old.length,
        text.map((line) => (line.trim() === '' ? line : shift + line)),
      )
    }
  }
  return undefined
}

function aiderDots({ file, old, new: fresh }) {
  const cut = (lines) => {
    const parts = [[]]
    for (const line of lines)
      if (/^\s*\.\.\.\s*$/.test(line)) parts.push([])
      else parts.at(-1).push(line)
    return parts
  }
  const [quotes, texts] = [cut(old), cut(fresh)]
  if (quotes.length === 1 || quotes.length !== texts.length) return undefined
  let whole = file
  for (const [at, quote] of quotes.entries()) {
    if (quote.length === 0) continue
    const found = places(whole, quote, (line) => line)
    if (found.length !== 1) return undefined
    whole = splice(whole, found[0], quote.length, texts[at])
  }
  return whole
}

/** codex: exact, without trailing space, trimmed, plain punctuation; the first place from the top. */
function codex({ file, old, new: fresh }) {
  for (const key of [(line) => line, (line) => line.trimEnd(), (line) => line.trim(), plainMarks]) {
    const [at] = places(file, old, key)
    if (at !== undefined) return splice(file, at, old.length, fresh)
  }
  return undefined
}

/** Cline: exact, trimmed lines, then the first and the last line of blocks of three and more. */
function cline({ file, old, new: fresh }) {
  for (const key of [(line) => line, (line) => line.trim()]) {
    const [at] = places(file, old, key)
    if (at !== undefined) return splice(file, at, old.length, fresh)
  }
  if (old.length < 3) return undefined
  const ends = [old[0].trim(), old.at(-1).trim()]
  for (let at = 0; at + old.length <= file.length; at++)
    if (file[at].trim() === ends[0] && file[at + old.length - 1].trim() === ends[1])
      return splice(file, at, old.length, fresh)
  return undefined
}

/** Roo: lines with their spaces collapsed, looked for from the stated line or the middle outwards; indented by its first line. */
function roo({ file, old, new: fresh, nearLine }) {
  const found = places(file, old, (line) => line.trim().replace(/\s+/g, ' '))
  const middle = nearLine === undefined ? Math.floor(file.length / 2) : nearLine - 1
  const near = nearLine === undefined ? found : found.filter((at) => Math.abs(at - middle) <= 40)
  const [at] = near.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
  if (at === undefined) return undefined
  const [real, quoted] = [indentOf(file[at]), indentOf(old[0])]
  const text = fresh.map((line) => {
    const own = indentOf(line)
    const level = own.length - quoted.length
    const shifted = level < 0 ? real.slice(0, Math.max(0, real.length + level)) : real + own.slice(quoted.length)
    return shifted + line.trimStart()
  })
  return splice(file, at, old.length, text)
}

export const rules = { Claude: claude, aider, codex, Cline: cline, Roo: roo }
