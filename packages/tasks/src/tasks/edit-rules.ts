import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ParsedEdit } from '../edits/parse/parsed-edit.js'
import type { RefusedEdit } from '../files/plan-changes.js'

/** What the edits of a task may touch. */
export interface EditRules {
  /** Names the file that a shortened path can only mean. */
  readonly resolve: (edit: ParsedEdit) => ParsedEdit
  /** Why an edit may not be made; undefined where it may. */
  readonly forbids: (edit: ParsedEdit) => string | undefined
  readonly deletionWanted: boolean
}

/** A document that was sent, as far as the rules go. */
export interface OfferedDocument {
  readonly path: string
  readonly text: string
  /** Lines of the file, from 1, where a secret was taken out. */
  readonly lockedLines: readonly number[]
}

/** What a task says of its edits. */
export interface EditLimits {
  readonly root: string
  readonly offered: readonly OfferedDocument[]
  /** Files that have to stay as they are, such as the code that tests are written for. */
  readonly frozen?: readonly string[]
  /** Whether code was asked to be taken out. */
  readonly deletionWanted?: boolean
}

/** The rules of a task that was sent these documents. */
export function editRules({ root, offered, frozen = [], deletionWanted = false }: EditLimits): EditRules {
  const paths = offered.map(({ path }) => path)
  const masks = new Map(offered.map((document) => [document.path, maskedTexts(document)]))
  return {
    deletionWanted,
    resolve(edit) {
      if (paths.includes(edit.path) || edit.action !== undefined || edit.old === '') return edit
      if (existsSync(join(root, edit.path))) return edit
      const meant = paths.filter((path) => path.endsWith(`/${edit.path}`) || edit.path.endsWith(`/${path}`))
      return meant[0] !== undefined && meant.length === 1 ? { ...edit, path: meant[0] } : edit
    },
    forbids(edit) {
      if (frozen.includes(edit.path)) return `${edit.path} has to stay as it is: the task is about other files.`
      const masked = masks.get(edit.path) ?? []
      const wholesale = edit.action === 'rewrite' && masked.length > 0
      if (!wholesale && !masked.some((text) => edit.new.includes(text))) return undefined
      return `A secret was taken out of ${edit.path} before it was sent, and this edit would write the mark in its place. Leave those lines out of the edit.`
    },
  }
}

/** The lines that hold the mark of a secret. */
function maskedTexts({ text, lockedLines }: OfferedDocument): readonly string[] {
  const lines = text.split('\n')
  return lockedLines.flatMap((line) => lines[line - 1] ?? []).filter((line) => line.trim() !== '')
}

/** The edits that the rules do not allow. */
export function refusedByRules(edits: readonly ParsedEdit[], rules: EditRules): readonly RefusedEdit[] {
  return edits.flatMap((edit) => {
    const reason = rules.forbids(edit)
    return reason === undefined ? [] : [{ edit, reason, nearest: [] }]
  })
}
