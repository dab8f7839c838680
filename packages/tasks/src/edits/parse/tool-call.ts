import { editPath } from './edit-path.js'
import type { ParsedEdit, Reader } from './parsed-edit.js'

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (fields: Fields, ...names: readonly string[]): string | undefined =>
  names.map((name) => fields[name]).find((value) => typeof value === 'string')
const lineOf = (fields: Fields): { nearLine?: number } => {
  const line = fields['near_line'] ?? fields['nearLine'] ?? fields['start_line']
  return typeof line === 'number' && Number.isInteger(line) && line > 0 ? { nearLine: line } : {}
}

/** Calls of edit tools written as JSON: Claude's text editor and its relatives. */
export const readToolCall: Reader = ({ lines, at, path }) => {
  if (!/^\s*[[{]/.test(lines[at]!)) return undefined
  const end = jsonEnd(lines, at)
  if (end === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(lines.slice(at, end).join('\n'))
  } catch {
    return undefined
  }
  const edits = editsOf(value, path)
  if (edits.length === 0) return undefined
  const good = edits.filter((edit) => edit.path !== '')
  const problems =
    good.length < edits.length ? [{ line: at + 1, reason: 'This call names no file that may be edited.' }] : []
  return { edits: good, problems, next: end }
}

/** The line after the JSON value that begins here, by its brackets outside strings. */
function jsonEnd(lines: readonly string[], at: number): number | undefined {
  let depth = 0
  let quoted = false
  for (let line = at; line < lines.length; line++) {
    const text = lines[line]!
    for (let place = 0; place < text.length; place++) {
      const sign = text[place]!
      if (quoted && sign === '\\') place++
      else if (sign === '"') quoted = !quoted
      else if (!quoted && (sign === '{' || sign === '[')) depth++
      else if (!quoted && (sign === '}' || sign === ']')) depth--
    }
    if (depth === 0) return line + 1
    if (depth < 0) return undefined
  }
  return undefined
}

/** The edits of a call, a list of calls, or a call with a list of edits. A path that may not be edited becomes ''. */
function editsOf(value: unknown, inherited: string | undefined): ParsedEdit[] {
  if (Array.isArray(value)) return value.flatMap((one) => editsOf(one, inherited))
  if (!isFields(value)) return []
  if (isFields(value['input'])) return editsOf(value['input'], inherited)
  if (isFields(value['arguments'])) return editsOf(value['arguments'], inherited)
  const named = textOf(value, 'path', 'file_path', 'filePath', 'file')
  const path = named === undefined ? inherited : (editPath(named) ?? '')
  if (Array.isArray(value['edits'])) return value['edits'].flatMap((one) => editsOf(one, path))
  const old = textOf(value, 'old_str', 'old_string', 'oldString', 'old', 'old_text', 'search')
  const fresh = textOf(value, 'new_str', 'new_string', 'newString', 'new', 'new_text', 'replace')
  const whole = textOf(value, 'file_text', 'content')
  if (old !== undefined && fresh !== undefined) return [{ path: path ?? '', old, new: fresh, ...lineOf(value) }]
  if (old !== undefined && value['command'] === 'str_replace')
    return [{ path: path ?? '', old, new: '', ...lineOf(value) }]
  const creates = value['command'] === undefined || value['command'] === 'create'
  return whole !== undefined && creates && named !== undefined
    ? [{ path: path ?? '', old: '', new: whole, action: 'rewrite' }]
    : []
}
