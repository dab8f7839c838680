/** Why a set of changes was not written, or not taken back. Nothing was changed when this is thrown. */
export const changeErrorCodes = [
  /** A path leaves the project, by `..`, by a link or by being absolute, or is in `.git`. */
  'outside_project',
  /** What should be edited is no text file: a folder, a device, binary, or in no Unicode encoding. */
  'not_text',
  /** A file is not as it was when the changes were planned, or when they were applied. */
  'files_changed',
  /** The run is not in the state that this needs, is not there, or its record is damaged. */
  'bad_run',
  /** Another process is writing this run. */
  'in_use',
] as const

/** Why changes were not written, or not taken back. */
export type ChangeErrorCode = (typeof changeErrorCodes)[number]

/** A refusal to touch files, with the paths that it is about. */
export class ChangeError extends Error {
  override readonly name = 'ChangeError'
  readonly code: ChangeErrorCode
  readonly paths: readonly string[]

  constructor(code: ChangeErrorCode, message: string, paths: readonly string[] = []) {
    super(message)
    this.code = code
    this.paths = paths
  }
}
