import { LedgerFileError } from '../ledger-file-error.js'
import type { Database } from './database.js'

/**
 * Steps from each version of the schema to the next; `user_version` counts those that were taken. A step that was
 * published never changes: what comes later, such as the history of runs, is a step behind it.
 */
const steps: readonly string[] = [
  `CREATE TABLE entries (
     id TEXT PRIMARY KEY,
     call_id TEXT NOT NULL,
     attempt INTEGER NOT NULL,
     started_at INTEGER NOT NULL,
     duration_ms INTEGER NOT NULL,
     first_token_ms INTEGER,
     outcome TEXT NOT NULL,
     model TEXT,
     called_id TEXT NOT NULL,
     surface TEXT NOT NULL,
     region TEXT NOT NULL,
     geography TEXT,
     task TEXT,
     project TEXT,
     user TEXT,
     input INTEGER NOT NULL,
     output INTEGER NOT NULL,
     cache_read INTEGER NOT NULL,
     cache_write_5m INTEGER NOT NULL,
     cache_write_1h INTEGER NOT NULL,
     exact INTEGER NOT NULL,
     nano_usd INTEGER,
     price_kind TEXT,
     price_as_of TEXT,
     price_source TEXT,
     tier TEXT,
     batch INTEGER NOT NULL,
     request_id TEXT,
     emulated INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX entries_by_time ON entries (started_at);
   CREATE TABLE reservations (
     id TEXT NOT NULL,
     scope TEXT NOT NULL,
     since INTEGER NOT NULL,
     nano_usd INTEGER NOT NULL,
     reserved_at INTEGER NOT NULL,
     PRIMARY KEY (id, scope, since)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE budget_sums (
     scope TEXT NOT NULL,
     since INTEGER NOT NULL,
     spent INTEGER NOT NULL,
     reserved INTEGER NOT NULL,
     PRIMARY KEY (scope, since)
   ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE runs (
     id TEXT PRIMARY KEY,
     started_at INTEGER NOT NULL,
     command TEXT NOT NULL,
     project TEXT NOT NULL,
     template TEXT,
     template_version TEXT,
     prompt_hash TEXT NOT NULL,
     conversation TEXT NOT NULL,
     documents TEXT NOT NULL,
     model TEXT,
     outcome TEXT NOT NULL,
     changed_files TEXT NOT NULL,
     input INTEGER NOT NULL,
     output INTEGER NOT NULL,
     cache_read INTEGER NOT NULL,
     cache_write INTEGER NOT NULL,
     nano_usd INTEGER,
     duration_ms INTEGER NOT NULL,
     emulated INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX runs_by_project ON runs (project, started_at);`,
]

function versionOf(database: Database): number {
  const version = database.prepare('SELECT user_version AS version FROM pragma_user_version').all()[0]?.['version']
  return typeof version === 'number' ? version : 0
}

/**
 * Brings the schema up to date: all steps in one transaction, or none.
 *
 * @throws LedgerFileError `newer` for a file of a later version
 */
export function migrate(database: Database, path: string): void {
  if (versionOf(database) === steps.length) return
  database.writing(() => {
    // Asked again, because another process may have been quicker.
    const version = versionOf(database)
    if (version > steps.length) {
      throw new LedgerFileError('newer', path, `is of version ${version}, and this program knows ${steps.length}`)
    }
    for (const step of steps.slice(version)) database.exec(step)
    database.exec(`PRAGMA user_version = ${steps.length}`)
  })
}
