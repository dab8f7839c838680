import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ChangeError } from './change-error.js'
import { renameDurably, writeDurably } from './durable-write.js'
import { markOf } from './process-life.js'
import { hashOf } from './run.js'
import type { ChangeRun, RunState } from './run.js'

/** What is written beside a run each time its state changes: the journal that recovery goes by. */
export interface RunJournal {
  readonly state: RunState
  /** The process that is at it, while the state ends in `ing`. */
  readonly pid: number
  readonly life: string
}

const recordPath = (folder: string, id: string): string => join(folder, `${checkedId(id)}.run.json`)
const journalPath = (folder: string, id: string): string => join(folder, `${checkedId(id)}.state.json`)

function checkedId(id: string): string {
  if (!/^[\w-]{1,100}$/.test(id)) throw new ChangeError('bad_run', `${JSON.stringify(id)} is no name of a run.`)
  return id
}

function replaceFile(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`
  writeDurably(draft, Buffer.from(text), 0o600)
  renameDurably(draft, path)
}

/** Keeps a run; its record is never changed again. Readable by its owner alone, because it holds source code. */
export function saveRun(folder: string, run: ChangeRun): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const text = JSON.stringify(run)
  replaceFile(recordPath(folder, run.id), JSON.stringify({ hash: hashOf(Buffer.from(text)), run: text }))
}

/**
 * A kept run.
 *
 * @throws {ChangeError} `bad_run` where there is none, or its record is not as it was written
 */
export function loadRun(folder: string, id: string): ChangeRun {
  const path = recordPath(folder, id)
  if (!existsSync(path)) throw new ChangeError('bad_run', `There is no run ${id} in ${folder}.`)
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as { hash: string; run: string }
    if (hashOf(Buffer.from(record.run)) === record.hash) return JSON.parse(record.run) as ChangeRun
  } catch {
    // Said below: a record that cannot be read is as bad as one that was changed.
  }
  throw new ChangeError('bad_run', `The record of run ${id} is damaged. Ask the model again.`)
}

/** The names of the kept runs, the oldest first. */
export function listRuns(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap((name) => /^(.+)\.run\.json$/.exec(name)?.[1] ?? [])
    .sort()
}

/** Where a run is. */
export function runState(folder: string, id: string): RunState {
  return readJournal(folder, id).state
}

export function readJournal(folder: string, id: string): RunJournal {
  const path = journalPath(folder, id)
  const none = { state: 'planned' as const, pid: 0, life: '' }
  return existsSync(path) ? { ...none, ...(JSON.parse(readFileSync(path, 'utf8')) as Partial<RunJournal>) } : none
}

/** Writes the state down, and returns only when the disk has it: nothing may be changed before its journal says so. */
export function writeJournal(folder: string, id: string, state: RunState): void {
  replaceFile(journalPath(folder, id), JSON.stringify({ state, ...markOf() }))
}
