import { createHash } from 'node:crypto'

/** What a file holds at one end of a change. */
export interface FileState {
  /** SHA-256 of its bytes, in hex. */
  readonly hash: string
  /** Its bytes, in base64, so that a run needs nothing but its record. */
  readonly content: string
}

/** One file of a run. Without `before` it is new; without `after` it is deleted. */
export interface FileChange {
  /** Relative to the project, with `/`. */
  readonly path: string
  readonly before?: FileState | undefined
  readonly after?: FileState | undefined
  /** Permission bits, as they are and stay. */
  readonly mode: number
}

/** A set of changes, made once from a model's reply and kept so that it can be applied and taken back. */
export interface ChangeRun {
  readonly format: 1
  readonly id: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** The project's folder, absolute. */
  readonly root: string
  readonly files: readonly FileChange[]
}

/** Where a run is. What ends in `ing` was interrupted, unless a process is at it. */
export type RunState = 'planned' | 'applying' | 'applied' | 'undoing' | 'undone'

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export const fileState = (bytes: Uint8Array): FileState => ({
  hash: hashOf(bytes),
  content: Buffer.from(bytes).toString('base64'),
})

/** A run of these changes, with a name that tells when it was made. @param now milliseconds since 1970 */
export function changeRun({
  root,
  files,
  now,
}: Pick<ChangeRun, 'root' | 'files'> & { readonly now: number }): ChangeRun {
  const time = new Date(now).toISOString().replace(/[-:]/g, '').replace(/\..*/, '')
  const content = hashOf(Buffer.from(JSON.stringify([root, files]))).slice(0, 8)
  return { format: 1, id: `${time}-${content}`, createdAt: now, root, files }
}
