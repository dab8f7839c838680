import { existsSync } from 'node:fs'
import { ChangeError } from './change-error.js'
import { isAlive } from './process-life.js'
import { holdProject } from './project-lock.js'
import type { ChangeRun, RunState } from './run.js'
import { listRuns, loadRun, readJournal, runState } from './run-store.js'
import { finishMoves, moveFiles } from './transaction.js'

/** A kept run: the folder that runs are kept in, and its name. */
export interface RunReference {
  readonly folder: string
  readonly id: string
}

/**
 * Writes a kept run into its project, all of its files or none. A run that is applied already is left as it is.
 *
 * @throws {ChangeError} `files_changed` when a file is not as it was when the run was made; `outside_project`;
 * `bad_run`; `in_use` when another process is writing to the project
 */
export function applyChanges(reference: RunReference): 'applied' | 'unchanged' {
  return holding(reference, (run) => applyRun(reference, run))
}

/**
 * Takes an applied run back: every file becomes what it was, byte for byte.
 *
 * @throws {ChangeError} `files_changed` when a file is not as the run left it; `bad_run` when the run is not applied;
 * `in_use` when another process is writing to the project
 */
export function undoChanges(reference: RunReference): void {
  holding(reference, (run) => {
    const { folder, id } = reference
    const state = settled(folder, run)
    if (state !== 'applied') throw new ChangeError('bad_run', `Run ${id} is not applied, so there is nothing to undo.`)
    moveFiles(folder, run, 'undo')
  })
}

/** Like `applyChanges`, for who holds the project already. */
export function applyRun({ folder }: Pick<RunReference, 'folder'>, run: ChangeRun): 'applied' | 'unchanged' {
  if (settled(folder, run) === 'applied') return 'unchanged'
  moveFiles(folder, run, 'apply')
  return 'applied'
}

function holding<Result>({ folder, id }: RunReference, work: (run: ChangeRun) => Result): Result {
  const run = loadRun(folder, id)
  const release = holdProject(folder, run.root)
  try {
    return work(run)
  } finally {
    release()
  }
}

/**
 * Ends what processes that died left half done, so that every run is whole or not there. To be called before anything
 * else touches the project. Gives the runs that it ended, and the state of each. A project that is gone, or that another
 * process is writing to, is left alone.
 */
export function recoverChanges(folder: string): { readonly id: string; readonly state: RunState }[] {
  return unfinishedRuns(folder).flatMap((run) => {
    try {
      return holding({ folder, id: run.id }, () => [{ id: run.id, state: finishMoves(folder, run) }])
    } catch (error) {
      if (error instanceof ChangeError && error.code === 'in_use') return []
      throw error
    }
  })
}

/** The runs that processes which died were in the middle of, in projects that are still there. */
export function unfinishedRuns(folder: string): readonly ChangeRun[] {
  return listRuns(folder)
    .filter((id) => runState(folder, id).endsWith('ing') && !isAlive(readJournal(folder, id)))
    .map((id) => loadRun(folder, id))
    .filter(({ root }) => existsSync(root))
}

function settled(folder: string, run: ChangeRun): RunState {
  const journal = readJournal(folder, run.id)
  if (!journal.state.endsWith('ing')) return journal.state
  if (isAlive(journal)) {
    const message = `Process ${journal.pid} is writing run ${run.id}. Wait for it, or end it, and try again.`
    throw new ChangeError('in_use', message)
  }
  return finishMoves(folder, run)
}
