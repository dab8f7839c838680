import { readApplyPatch } from './apply-patch.js'
import { editPath, pathOfLine } from './edit-path.js'
import { readEditTags } from './edit-tags.js'
import { asQuote } from './parsed-edit.js'
import type { ParsedEdit, ParseProblem, Reader, Reading } from './parsed-edit.js'
import { readSearchReplace } from './search-replace.js'
import { readToolCall } from './tool-call.js'
import { readUnifiedDiff } from './unified-diff.js'

/** The edits of a reply, and what looked like one and is none. */
export interface ParsedReply {
  readonly edits: readonly ParsedEdit[]
  /** Not empty: something of the reply is lost unless the model says it again. */
  readonly problems: readonly ParseProblem[]
}

const readers: readonly Reader[] = [readSearchReplace, readEditTags, readApplyPatch, readUnifiedDiff, readToolCall]

/**
 * The edits that a reply asks for, in its order: blocks with SEARCH and REPLACE, our own tags, patches, unified diffs,
 * calls of edit tools, and whole files in fences under their path. What cannot be read without guessing is left out:
 * see {@link parseReply} for what that was.
 */
export function parseEdits(reply: string): ParsedEdit[] {
  return [...parseReply(reply).edits]
}

/** Like {@link parseEdits}, and tells of what looks like an edit and cannot be taken for one. */
export function parseReply(reply: string): ParsedReply {
  const lines = reply
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .split('\n')
  const edits: ParsedEdit[] = []
  const wholes: ParsedEdit[] = []
  const problems: ParseProblem[] = []
  let path: string | undefined
  let at = 0
  while (at < lines.length) {
    const read = readers.map((reader) => reader({ lines, at, path })).find((reading) => reading !== undefined)
    const fence = read === undefined ? readFence(lines, at, path) : undefined
    if (read !== undefined) {
      edits.push(...read.edits)
      problems.push(...read.problems)
      path = read.edits.at(-1)?.path ?? path
      at = read.next
    } else if (fence !== undefined) {
      wholes.push(...fence.edits)
      problems.push(...fence.problems)
      path = fence.path ?? path
      at = fence.next
    } else {
      path = pathOfLine(lines[at]!) ?? path
      at++
    }
  }
  // Beside real edits of a file, a fence under its path only shows something.
  const kept = wholes.filter((whole) => !edits.some((edit) => edit.path === whole.path))
  return { edits: [...edits, ...kept], problems }
}

const fenceStart = /^ {0,3}(`{3,}|~{3,})\s*([^`]*)$/

/**
 * A fence: what is inside is read as edits if it begins like one, is a whole file if a path stands directly above it or
 * in its info line, and is passed over otherwise, so that a marker in an example is never taken for one.
 */
function readFence(
  lines: readonly string[],
  at: number,
  path: string | undefined,
): (Reading & { readonly path?: string | undefined }) | undefined {
  const opened = fenceStart.exec(lines[at]!)
  if (opened === null) return undefined
  const said = infoPath(opened[2]!.trim())
  let first = at + 1
  while (lines[first]?.trim() === '') first++
  const inner = lines[first] === undefined ? undefined : pathOfLine(lines[first]!)
  const start = inner !== undefined && beginsEdit(lines, first + 1, inner) ? first + 1 : first
  if (beginsEdit(lines, start, said ?? inner ?? path))
    return { edits: [], problems: [], next: start, path: said ?? (start > first ? inner : undefined) }
  const end = fenceEnd(lines, at, opened[1]!)
  const above =
    at > 0 ? pathOfLine(lines[at - 1]!.trim() === '' && at > 1 ? lines[at - 2]! : lines[at - 1]!) : undefined
  const target = said ?? above
  const next = end === undefined ? lines.length : end + 1
  if (target === undefined) return { edits: [], problems: [], next }
  if (end === undefined) {
    const reason = `The fence with ${target} has no end; the reply may have been cut off.`
    return { edits: [], problems: [{ line: at + 1, reason }], next }
  }
  const whole = { path: target, old: '', new: asQuote(lines.slice(at + 1, end)), action: 'rewrite' as const }
  return { edits: [whole], problems: [], next, path: target }
}

/** Whether a reader would begin here, `diff --git` and Git's lines after it being passed over. */
function beginsEdit(lines: readonly string[], at: number, path: string | undefined): boolean {
  let line = at
  if (lines[line]?.startsWith('diff --git ') === true)
    while (/^(?:diff --git|index|new file|deleted file|old mode|new mode|similarity) /.test(lines[line] ?? '')) line++
  return line < lines.length && readers.some((reader) => reader({ lines, at: line, path }) !== undefined)
}

/** The path in a fence's info line: ```` ```ts src/a.ts ````, `ts:src/a.ts`, `title="src/a.ts"`, or the path alone. */
function infoPath(info: string): string | undefined {
  const titled = /(?:title|file|filename|path)\s*=\s*["']?([^"'\s]+)/i.exec(info)?.[1]
  if (titled !== undefined) return editPath(titled)
  const [first, second] = info.split(/\s+/)
  const named =
    second ??
    /^[\w+#-]*:(.+)$/.exec(first ?? '')?.[1] ??
    (first !== undefined && /[/.]/.test(first) ? first : undefined)
  return named === undefined ? undefined : pathOfLine(named)
}

/** The line that closes a fence. A fence inside it that names its language closes before it. */
function fenceEnd(lines: readonly string[], at: number, mark: string): number | undefined {
  let depth = 0
  for (let line = at + 1; line < lines.length; line++) {
    const match = fenceStart.exec(lines[line]!)
    if (match === null || match[1]![0] !== mark[0] || match[1]!.length < mark.length) continue
    if (match[2]!.trim() !== '') depth++
    else if (depth === 0) return line
    else depth--
  }
  return undefined
}
