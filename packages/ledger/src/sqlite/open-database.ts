import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { Database } from './database.js'
import type { Driver } from './database.js'
import { migrate } from './migrations.js'

/** How long the driver itself waits for another process. Short, because nothing else runs meanwhile. */
const blockingMs = 50

/** Nobody else may read whom calls were for, and what they cost. */
function createPrivately(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  closeSync(openSync(path, 'a', 0o600))
}

/** Opens the file, makes it if it is not there, and brings its schema up to date. */
export async function openDatabase(path: string): Promise<Database> {
  // Loaded only here: most who import the package for its types never open a file.
  const { default: Libsql } = (await import('libsql')) as unknown as {
    default: new (path: string, options: { timeout: number }) => Driver
  }
  try {
    createPrivately(path)
  } catch (error) {
    // A file that may only be read is still good for reading.
    if (!/^(?:EACCES|EPERM|EROFS)$/.test(String((error as NodeJS.ErrnoException).code))) throw error
  }
  const database = new Database(new Libsql(path, { timeout: blockingMs }))
  try {
    // A finished attempt is on the disk before its call returns, also if the machine stops in the next moment: whoever
    // writes sees to it, without holding up everything else as SQLite would.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    migrate(database, path)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
