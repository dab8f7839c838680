import { editPath } from './edit-path.js'
import { hunkOf } from './hunk.js'
import { asQuote } from './parsed-edit.js'
import type { ParsedEdit, ParseProblem, Reader } from './parsed-edit.js'

const fileHead = /^\*\*\* (Update|Add|Delete) File: (.+)$/
const isStar = (line: string): boolean =>
  /^\*\*\* (?:Begin Patch|End Patch|Update File|Add File|Delete File|Move to|End of File)/.test(line)

/** Patches between `*** Begin Patch` and `*** End Patch`. */
export const readApplyPatch: Reader = ({ lines, at }) => {
  const opened = /^\s*\*\*\* Begin Patch\s*$/.test(lines[at]!)
  if (!opened && !fileHead.test(lines[at]!)) return undefined
  const edits: ParsedEdit[] = []
  const problems: ParseProblem[] = []
  let line = opened ? at + 1 : at
  while (line < lines.length) {
    const text = lines[line]!
    if (text.startsWith('*** End Patch')) return { edits, problems, next: line + 1 }
    const head = fileHead.exec(text)
    if (head === null) {
      if (text.trim() !== '') break
      line++
      continue
    }
    const end = sectionEnd(lines, line + 1)
    const path = editPath(head[2]!)
    if (path === undefined) problems.push({ line: line + 1, reason: `No edit may have the path ${head[2]!}.` })
    else {
      const read = readSection({ kind: head[1]!, path, body: lines.slice(line + 1, end), line: line + 1 })
      edits.push(...read.edits)
      problems.push(...read.problems)
    }
    line = end
  }
  if (opened)
    problems.push({ line: at + 1, reason: 'This patch has no *** End Patch; the reply may have been cut off.' })
  return { edits: opened ? [] : edits, problems, next: line }
}

function sectionEnd(lines: readonly string[], from: number): number {
  for (let line = from; line < lines.length; line++) {
    const text = lines[line]!
    if (fileHead.test(text) || text.startsWith('*** End Patch') || /^```\s*$/.test(text)) return line
  }
  return lines.length
}

interface Section {
  readonly kind: string
  readonly path: string
  readonly body: readonly string[]
  readonly line: number
}

function readSection({ kind, path, body, line }: Section): { edits: ParsedEdit[]; problems: ParseProblem[] } {
  if (kind === 'Delete') return { edits: [{ path, old: '', new: '', action: 'delete' }], problems: [] }
  if (kind === 'Add') {
    const added = body.filter((text) => text.startsWith('+')).map((text) => text.slice(1))
    return { edits: [{ path, old: '', new: asQuote(added), action: 'rewrite' }], problems: [] }
  }
  if (body.some((text) => text.startsWith('*** Move to:')))
    return {
      edits: [],
      problems: [{ line, reason: `Moving ${path} is not supported. Add the new file and delete this one.` }],
    }
  const edits: ParsedEdit[] = []
  let hunk: string[] = []
  let within: string | undefined
  const close = () => {
    const made = hunkOf(hunk)
    if (made.old !== '' || made.new !== '') edits.push({ path, ...made, ...(within ? { within } : {}) })
    if (hunk.length > 0) within = undefined
    hunk = []
  }
  for (const text of body) {
    if (isStar(text)) continue
    if (text.startsWith('@@')) {
      close()
      within = /^@@\s*(.*?)\s*(?:@@)?$/.exec(text)?.[1] || within
    } else hunk.push(text)
  }
  close()
  return { edits, problems: edits.length > 0 ? [] : [{ line, reason: `The patch of ${path} changes nothing.` }] }
}
