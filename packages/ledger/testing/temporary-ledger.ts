import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for a ledger, and how to be rid of it. */
export function temporaryHome(): { readonly home: string; readonly path: string; remove(): void } {
  const home = mkdtempSync(join(tmpdir(), 'outcrop-ledger-'))
  return {
    home,
    path: join(home, 'ledger.db'),
    remove() {
      rmSync(home, { recursive: true, force: true })
    },
  }
}
