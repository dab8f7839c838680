import type { Database } from '../sqlite/database.js'
import type { WhenFree } from '../sqlite/patience.js'
import type { Writing } from '../sqlite/write-batch.js'
import type { Row, SqlValue } from '../sqlite/values.js'
import type { RecordedTurn, TaskRun } from './task-run.js'

const columns = [
  ...(['id', 'started_at', 'command', 'project', 'template', 'template_version', 'prompt_hash'] as const),
  ...(['conversation', 'documents', 'model', 'outcome', 'changed_files', 'input', 'output'] as const),
  ...(['cache_read', 'cache_write', 'nano_usd', 'duration_ms', 'emulated'] as const),
] as const

const insert = `INSERT OR REPLACE INTO runs (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`

/** Which runs to list. */
export interface RunsQuestion {
  /** Only those of this project's folder. */
  readonly project?: string
  /** At most so many. Default: 20. */
  readonly limit?: number
}

/** The history of tasks, in the ledger's file. */
export class RunHistory {
  readonly #database: Database
  readonly #whenFree: WhenFree
  readonly #writing: Writing

  constructor(database: Database, { whenFree, writing }: { readonly whenFree: WhenFree; readonly writing: Writing }) {
    this.#database = database
    this.#whenFree = whenFree
    this.#writing = writing
  }

  /** Keeps a run; one of the same id takes the place of the earlier one. */
  keep(run: TaskRun): Promise<void> {
    return this.#writing(() => {
      this.#database.prepare(insert).run(...valuesOf(run))
    })
  }

  /** The latest first. */
  list({ project, limit = 20 }: RunsQuestion = {}): Promise<readonly TaskRun[]> {
    const condition = project === undefined ? '' : 'WHERE project = ? '
    const values: readonly SqlValue[] = project === undefined ? [limit] : [project, limit]
    const sql = `SELECT * FROM runs ${condition}ORDER BY started_at DESC, id DESC LIMIT ?`
    return this.#whenFree(() =>
      this.#database
        .prepare(sql)
        .all(...values)
        .map(runOf),
    )
  }
}

/** Text that is kept whole: the driver would cut it at a NUL. */
const text = (value: string | undefined): SqlValue => (value === undefined ? null : value.replaceAll('\0', '\uFFFD'))

function valuesOf(run: TaskRun): readonly SqlValue[] {
  return [
    run.id,
    run.startedAt,
    run.command,
    text(run.project),
    text(run.template),
    text(run.templateVersion),
    run.promptHash,
    text(JSON.stringify(run.conversation)),
    text(JSON.stringify(run.documents)),
    text(run.model),
    run.outcome,
    text(JSON.stringify(run.changedFiles)),
    run.inputTokens,
    run.outputTokens,
    run.cacheReadInputTokens,
    run.cacheWriteInputTokens,
    run.nanoUsd ?? null,
    run.durationMs,
    Number(run.emulated),
  ]
}

function runOf(row: Row): TaskRun {
  const optional = { template: 'template', templateVersion: 'template_version', model: 'model', nanoUsd: 'nano_usd' }
  const present = Object.entries(optional).flatMap(([name, column]) => {
    const value = row[column] ?? null
    return value === null ? [] : [[name, value] as const]
  })
  return {
    id: row['id'],
    startedAt: row['started_at'],
    command: row['command'],
    project: row['project'],
    promptHash: row['prompt_hash'],
    conversation: JSON.parse(String(row['conversation'])) as RecordedTurn[],
    documents: JSON.parse(String(row['documents'])) as string[],
    outcome: row['outcome'],
    changedFiles: JSON.parse(String(row['changed_files'])) as string[],
    inputTokens: row['input'],
    outputTokens: row['output'],
    cacheReadInputTokens: row['cache_read'],
    cacheWriteInputTokens: row['cache_write'],
    durationMs: row['duration_ms'],
    emulated: row['emulated'] === 1,
    ...Object.fromEntries(present),
  } as TaskRun
}
