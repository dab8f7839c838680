import { readFileSync, statSync } from 'node:fs'
import { applyEdit } from '../edits/apply-edit.js'
import type { NearestLines } from '../edits/edit.js'
import type { ParsedEdit } from '../edits/parse/parsed-edit.js'
import { guardWholeFile } from '../edits/whole-file-guards.js'
import { maskText, unmask } from '../context/secrets/masked-text.js'
import { ChangeError } from './change-error.js'
import { fileDiff } from './file-diff.js'
import { resolveInside } from './project-path.js'
import { changeRun, fileState } from './run.js'
import type { ChangeRun, FileChange } from './run.js'
import { decodeText, encodeText } from './text-file.js'
import type { TextFile } from './text-file.js'

/** What is to be planned. */
export interface ChangeRequest {
  /** The project's folder; no edit leaves it. */
  readonly root: string
  readonly edits: readonly ParsedEdit[]
  /** Milliseconds since 1970: part of the run's name. */
  readonly now: number
  /** Why the model stopped. */
  readonly stopReason?: string | undefined
  /** Whether code was asked to be taken out. */
  readonly deletionWanted?: boolean | undefined
  /**
   * Whether the edits were made for texts with marks in the place of secrets, as `gatherContext` gives them. Then the
   * marks are put back to what they stand for, and an edit that loses, copies or alters one is refused. Default false.
   */
  readonly secretsMasked?: boolean | undefined
}

/** An edit that cannot be made, and why. */
export interface RefusedEdit {
  readonly edit: ParsedEdit
  readonly reason: string
  readonly nearest: readonly NearestLines[]
}

/** The outcome of planning. Nothing has been written. */
export interface ChangePlan {
  /** There only if every edit can be made and something changes; to be kept with `saveRun` and applied. */
  readonly run: ChangeRun | undefined
  /** The edits to ask for again, each by itself. */
  readonly refused: readonly RefusedEdit[]
  /** The edits that were in their files already. */
  readonly unchanged: readonly ParsedEdit[]
  /** All changes as one unified diff, also those of a plan with refusals. */
  readonly diff: string
}

interface Draft {
  readonly path: string
  readonly before: Buffer | undefined
  readonly original: TextFile
  readonly mode: number
  text: string | undefined
}

/**
 * Makes all edits in memory, each on what those before it left, and says what would be written.
 *
 * @throws {ChangeError} `outside_project`, `not_text`
 */
export function planChanges(request: ChangeRequest): ChangePlan {
  const drafts = new Map<string, Draft>()
  const refused: RefusedEdit[] = []
  const unchanged: ParsedEdit[] = []
  for (const edit of request.edits) {
    const target = resolveInside(request.root, edit.path)
    const draft = drafts.get(target) ?? readDraft(target, edit.path)
    drafts.set(target, draft)
    const made = request.secretsMasked === true ? makeMasked(draft, edit, request) : makeEdit(draft, edit, request)
    if (made.outcome === 'refused') refused.push({ edit, reason: made.reason, nearest: made.nearest })
    else if (made.outcome === 'unchanged') unchanged.push(edit)
    else draft.text = made.text
  }
  for (const draft of drafts.values()) refused.push(...brokenBy(draft, request))
  const files = [...drafts.values()].flatMap(changeOf)
  const whole = refused.length === 0 && files.length > 0
  return {
    run: whole ? changeRun({ root: request.root, files, now: request.now }) : undefined,
    refused,
    unchanged,
    diff: [...drafts.values()].map(diffOf).join(''),
  }
}

function readDraft(target: string, path: string): Draft {
  const found = statSync(target, { throwIfNoEntry: false })
  if (found === undefined)
    return { path, before: undefined, original: { text: '', encoding: 'utf-8' }, mode: 0o644, text: undefined }
  const before = found.isFile() ? readFileSync(target) : undefined
  const original = before === undefined ? undefined : decodeText(before)
  if (before === undefined || original === undefined)
    throw new ChangeError('not_text', `${path} is no text file in UTF-8 or UTF-16, so it is not edited.`, [path])
  return { path, before, original, mode: found.mode & 0o7777, text: original.text }
}

type Made =
  | { readonly outcome: 'applied'; readonly text: string | undefined }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refused'; readonly reason: string; readonly nearest: readonly NearestLines[] }

/** Makes an edit on the text that the model has seen, and puts the secrets back. */
function makeMasked(draft: Draft, edit: ParsedEdit, request: ChangeRequest): Made {
  const masked = maskText(draft.text ?? '')
  const seen = draft.text === undefined ? undefined : masked.text
  const made = makeEdit({ ...draft, text: seen }, edit, request)
  if (made.outcome !== 'applied' || made.text === undefined) return made
  const whole = unmask(masked, made.text, request.deletionWanted === true)
  if ('text' in whole) return { outcome: 'applied', text: whole.text }
  return { outcome: 'refused', reason: whole.reason, nearest: [] }
}

function makeEdit(draft: Pick<Draft, 'path' | 'text'>, edit: ParsedEdit, request: ChangeRequest): Made {
  if (edit.action === 'delete')
    return draft.text === undefined ? { outcome: 'unchanged' } : { outcome: 'applied', text: undefined }
  if (edit.action === 'rewrite') return rewrite(draft, edit, request)
  if (draft.text === undefined && edit.old !== '')
    return { outcome: 'refused', reason: `There is no file ${draft.path}.`, nearest: [] }
  const result = applyEdit(draft.text ?? '', edit)
  if (result.outcome === 'applied') return { outcome: 'applied', text: result.text }
  return result.outcome === 'unchanged' ? { outcome: 'unchanged' } : result
}

function rewrite(draft: Pick<Draft, 'path' | 'text'>, edit: ParsedEdit, request: ChangeRequest): Made {
  const before = draft.text ?? ''
  const ending = /\r\n/.test(before) && !/[^\r]\n/.test(before) ? '\r\n' : '\n'
  const mark = before.startsWith('\ufeff') ? '\ufeff' : ''
  const after = mark + edit.new.replace(/^\ufeff/, '').replace(/\r?\n/g, ending)
  if (after === before && draft.text !== undefined) return { outcome: 'unchanged' }
  const { stopReason, deletionWanted } = request
  const [finding] = guardWholeFile({ path: draft.path, before, after, stopReason, deletionWanted })
  return finding === undefined
    ? { outcome: 'applied', text: after }
    : { outcome: 'refused', reason: finding.reason, nearest: [] }
}

/** A file that was whole and would not be after its edits; said once, of the last of them. */
function brokenBy(draft: Draft, request: ChangeRequest): RefusedEdit[] {
  const edit = request.edits.findLast((one) => one.path === draft.path)
  if (draft.text === undefined || edit === undefined || draft.before === undefined) return []
  return guardWholeFile({ path: draft.path, before: draft.original.text, after: draft.text, deletionWanted: true })
    .filter((finding) => finding.code === 'broken_syntax' || finding.code === 'elided')
    .slice(0, 1)
    .map((finding) => ({ edit, reason: finding.reason, nearest: [] }))
}

function changeOf(draft: Draft): FileChange[] {
  const { path, mode } = draft
  const after = draft.text === undefined ? undefined : encodeText({ ...draft.original, text: draft.text })
  if (after === undefined && draft.before === undefined) return []
  if (after !== undefined && draft.before !== undefined && after.equals(draft.before)) return []
  return [
    {
      path,
      mode,
      ...(draft.before === undefined ? {} : { before: fileState(draft.before) }),
      ...(after === undefined ? {} : { after: fileState(after) }),
    },
  ]
}

function diffOf(draft: Draft): string {
  const before = draft.before === undefined ? undefined : draft.original.text
  return fileDiff(draft.path, before, draft.text)
}
