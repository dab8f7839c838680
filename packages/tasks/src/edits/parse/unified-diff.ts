import { editPath } from './edit-path.js'
import { hunkOf } from './hunk.js'
import type { ParsedEdit, ParseProblem, Reader } from './parsed-edit.js'

const hunkHead = /^@@(?:\s+-(\d+)(?:,\d+)?\s+\+\d+(?:,\d+)?)?\s*(?:\.\.\.\s*)?@@(.*)$/
const looseHead = /^@@(?:\s.*)?$/
const fileName = (line: string): string => line.slice(4).replace(/\t.*$/, '').trim()
const isFileHead = (lines: readonly string[], at: number): boolean =>
  /^--- \S/.test(lines[at] ?? '') && /^\+\+\+ \S/.test(lines[at + 1] ?? '')
const fence = /^\s{0,3}(?:`{3,}|~{3,})\s*$/

/** Unified diffs. The counts of their hunk heads are never believed, and their line numbers only as a hint. */
export const readUnifiedDiff: Reader = ({ lines, at, path }) => {
  if (isFileHead(lines, at)) return readFile(lines, at)
  if (hunkHead.test(lines[at]!) && path !== undefined && /^[-+ ]/.test(lines[at + 1] ?? ''))
    return readHunks(lines, at, { path, before: at + 1 })
  return undefined
}

function readFile(lines: readonly string[], at: number) {
  const [before, after] = [fileName(lines[at]!), fileName(lines[at + 1]!)]
  const gone = after === '/dev/null'
  const named = (gone ? before : after).replace(/^["']|["']$/g, '').replace(/^[ab]\//, '')
  const path = editPath(named)
  const read = readHunks(lines, at + 2, { path: path ?? '', before: at + 1 })
  if (path === undefined)
    return { edits: [], problems: [{ line: at + 1, reason: `No edit may have the path ${named}.` }], next: read.next }
  if (gone) return { edits: [{ path, old: '', new: '', action: 'delete' as const }], problems: [], next: read.next }
  if (before !== '/dev/null') return read
  const content = read.edits.map((edit) => edit.new).join('')
  return {
    edits: [{ path, old: '', new: content, action: 'rewrite' as const }],
    problems: read.problems,
    next: read.next,
  }
}

function readHunks(lines: readonly string[], at: number, file: { readonly path: string; readonly before: number }) {
  const edits: ParsedEdit[] = []
  const problems: ParseProblem[] = []
  let line = at
  while (line < lines.length && looseHead.test(lines[line]!)) {
    const head = hunkHead.exec(lines[line]!)
    const body: string[] = []
    const begun = ++line
    while (line < lines.length && !endsHunk(lines, line)) body.push(lines[line++]!)
    const hunk = hunkOf(body)
    if (hunk.old === '' && hunk.new === '') {
      problems.push({ line: begun, reason: 'This hunk has no lines.' })
      continue
    }
    const within = head?.[2]?.trim()
    edits.push({
      path: file.path,
      ...hunk,
      ...(head?.[1] === undefined || head[1] === '0' ? {} : { nearLine: Number(head[1]) }),
      ...(within ? { within } : {}),
    })
  }
  if (edits.length === 0 && problems.length === 0)
    problems.push({ line: file.before, reason: 'This diff has no hunks; the reply may have been cut off.' })
  return { edits, problems, next: line }
}

function endsHunk(lines: readonly string[], at: number): boolean {
  const line = lines[at]!
  return (
    looseHead.test(line) ||
    line.startsWith('diff --git ') ||
    fence.test(line) ||
    isFileHead(lines, at) ||
    endsProse(lines, at)
  )
}

/** After an empty line, text that is no hunk line belongs to the prose after the diff. */
function endsProse(lines: readonly string[], at: number): boolean {
  return /^[A-Z][a-z]+ [a-z]/.test(lines[at]!) && at > 0 && lines[at - 1] === ''
}
