/** What is wrong with the file: held by another process, not to be written, no database, of a newer version, or else. */
export type LedgerFault = 'locked' | 'readonly' | 'damaged' | 'newer' | 'full' | 'failed'

const remedies: Readonly<Record<LedgerFault, string>> = {
  locked: 'Close the program that holds it, such as a database browser with an open transaction, and try again.',
  readonly: 'Give yourself the right to write the file and its folder, or set OUTCROP_HOME to another folder.',
  damaged: 'Move the file away, so that a new one is begun, or restore it from a backup.',
  newer: 'Update Outcrop, or set OUTCROP_HOME to another folder.',
  full: 'Make room on the disk.',
  failed: 'Check the file and its folder, or set OUTCROP_HOME to another folder.',
}

/** The file of the ledger cannot be used. `fault` says why, `remedy` what to do. */
export class LedgerFileError extends Error {
  override readonly name = 'LedgerFileError'
  readonly fault: LedgerFault
  readonly path: string
  readonly remedy: string

  constructor(fault: LedgerFault, path: string, what: string, cause?: unknown) {
    super(`The ledger ${path} ${what}`, cause === undefined ? undefined : { cause })
    this.fault = fault
    this.path = path
    this.remedy = remedies[fault]
  }
}
