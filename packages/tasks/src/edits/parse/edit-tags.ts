import { editPath } from './edit-path.js'
import { asQuote } from './parsed-edit.js'
import type { ParsedEdit, Reader, Reading } from './parsed-edit.js'

const opened = /^\s*<(edit|file|delete)\s+([^>]*?)(\/?)>\s*$/i
const oldTag = '(?:old|old_str|old_string|search)'
const newTag = '(?:new|new_str|new_string|replace)'

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(String.raw`\b(?:${name})\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'i')
    .exec(attributes)
    ?.slice(1)
    .find(Boolean)
}

/** Our own blocks: `<edit path="…">` with `<old>` and `<new>`, `<file path="…">` with all of a file, `<delete path="…"/>`. */
export const readEditTags: Reader = ({ lines, at }) => {
  const match = opened.exec(lines[at]!)
  if (match === null) return undefined
  const [, kind, attributes, closed] = match
  const named = attribute(attributes!, 'path|file|file_path|name')
  if (named === undefined) return undefined
  const path = editPath(named)
  const tag = kind!.toLowerCase()
  const end = closed === '/' ? at : lastLine(lines, at, tag)
  if (end === undefined) return problem(at, `This <${tag}> has no </${tag}>; the reply may have been cut off.`, at + 1)
  if (path === undefined) return problem(at, `No edit may have the path ${named}.`, end + 1)
  const body = lines.slice(at + 1, end)
  if (tag === 'delete') return one({ path, old: '', new: '', action: 'delete' }, end + 1)
  if (tag === 'file') return one({ path, old: '', new: asQuote(unfenced(body)), action: 'rewrite' }, end + 1)
  const pairs = pairsOf(body)
  if (pairs === undefined) return problem(at, 'This <edit> needs one <old> and one <new>, each with its end.', end + 1)
  const near = Number(attribute(attributes!, 'near|near_line|line'))
  const hint = Number.isInteger(near) && near > 0 ? { nearLine: near } : {}
  return { edits: pairs.map((pair) => ({ path, ...pair, ...hint })), problems: [], next: end + 1 }
}

const one = (edit: ParsedEdit, next: number): Reading => ({ edits: [edit], problems: [], next })
const problem = (at: number, reason: string, next: number): Reading => ({
  edits: [],
  problems: [{ line: at + 1, reason }],
  next,
})

/** The line with the closing tag: the last before the next block begins at the same depth. */
function lastLine(lines: readonly string[], at: number, tag: string): number | undefined {
  const indent = /^\s*/.exec(lines[at]!)![0]
  const close = new RegExp(String.raw`^${indent}</${tag}>\s*$`, 'i')
  for (let line = at + 1; line < lines.length; line++) if (close.test(lines[line]!)) return line
  return undefined
}

/** Old and new, in turn. A tag counts only where a line is nothing but it, or where it holds a whole line. */
function pairsOf(body: readonly string[]): { old: string; new: string }[] | undefined {
  const pairs: { old: string; new: string }[] = []
  let line = 0
  while (line < body.length) {
    if (body[line]!.trim() === '') {
      line++
      continue
    }
    const old = readHalf(body, line, oldTag)
    if (old === undefined) return undefined
    let next = old.next
    while (body[next]?.trim() === '') next++
    const fresh = readHalf(body, next, newTag)
    if (fresh === undefined) return undefined
    pairs.push({ old: old.text, new: fresh.text })
    line = fresh.next
  }
  return pairs.length > 0 ? pairs : undefined
}

function readHalf(body: readonly string[], at: number, tag: string): { text: string; next: number } | undefined {
  const first = body[at] ?? ''
  if (new RegExp(String.raw`^\s*<${tag}\s*/>\s*$`, 'i').test(first)) return { text: '', next: at + 1 }
  const inline = new RegExp(String.raw`^\s*<${tag}>(.*)</${tag}>\s*$`, 'i').exec(first)
  if (inline !== null) return { text: inline[1]!, next: at + 1 }
  const begin = new RegExp(String.raw`^\s*<${tag}>(.*)$`, 'i').exec(first)
  if (begin === null) return undefined
  const end = new RegExp(String.raw`^(.*)</${tag}>\s*$`, 'i')
  const lines = begin[1] === '' ? [] : [begin[1]!]
  for (let line = at + 1; line < body.length; line++) {
    const closing = end.exec(body[line]!)
    if (closing === null) {
      lines.push(body[line]!)
      continue
    }
    if (closing[1]!.trim() !== '') lines.push(closing[1]!)
    return { text: asQuote(unfenced(lines)), next: line + 1 }
  }
  return undefined
}

/** Models put fences inside tags; they are not part of the file. */
function unfenced(lines: readonly string[]): readonly string[] {
  const fenced = lines.length >= 2 && /^`{3,}\w*\s*$/.test(lines[0]!) && /^`{3,}\s*$/.test(lines.at(-1)!)
  return fenced ? lines.slice(1, -1) : lines
}
