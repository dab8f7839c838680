import { LedgerFileError } from '../ledger-file-error.js'

/** Whether another process holds the file at the moment. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY') || codeOf(error).startsWith('SQLITE_LOCKED')
}

/** Says what a failure of the driver or of the file system means for the ledger. */
export function fileFault(error: unknown, path: string): unknown {
  if (error instanceof LedgerFileError || error instanceof RangeError || error instanceof TypeError) return error
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if (isBusy(error)) return new LedgerFileError('locked', path, 'is locked by another process', error)
  if (/^SQLITE_READONLY|^EACCES|^EPERM|^EROFS/.test(code)) {
    return new LedgerFileError('readonly', path, `may not be written (${code})`, error)
  }
  if (/^SQLITE_NOTADB|^SQLITE_CORRUPT/.test(code)) {
    return new LedgerFileError('damaged', path, 'is no database, or a damaged one', error)
  }
  if (/^SQLITE_FULL|^ENOSPC|^EDQUOT/.test(code)) return new LedgerFileError('full', path, 'has no room left', error)
  return new LedgerFileError('failed', path, `cannot be used: ${message}`, error)
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}
