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
  return {
    deletionWanted,
    resolve(edit) {
      if (paths.includes(edit.path) || edit.action !== undefined || edit.old === '') return edit
      if (existsSync(join(root, edit.path))) return edit
      const meant = paths.filter((path) => path.endsWith(`/${edit.path}`) || edit.path.endsWith(`/${path}`))
      return meant[0] !== undefined && meant.length === 1 ? { ...edit, path: meant[0] } : edit
    },
    forbids(edit) {
      return frozen.includes(edit.path)
        ? `${edit.path} has to stay as it is: the task is about other files.`
        : undefined
    },
  }
}

/** The edits that the rules do not allow. */
export function refusedByRules(edits: readonly ParsedEdit[], rules: EditRules): readonly RefusedEdit[] {
  return edits.flatMap((edit) => {
    const reason = rules.forbids(edit)
    return reason === undefined ? [] : [{ edit, reason, nearest: [] }]
  })
}
