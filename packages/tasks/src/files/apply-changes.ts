import { ChangeError } from './change-error.js'
import type { RunState } from './run.js'
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
 * `bad_run`; `in_use`
 */
export function applyChanges({ folder, id }: RunReference): 'applied' | 'unchanged' {
  const run = loadRun(folder, id)
  const state = settled(folder, id)
  if (state === 'applied') return 'unchanged'
  moveFiles(folder, run, 'apply')
  return 'applied'
}

/**
 * Takes an applied run back: every file becomes what it was, byte for byte.
 *
 * @throws {ChangeError} `files_changed` when a file is not as the run left it; `bad_run` when the run is not applied
 */
export function undoChanges({ folder, id }: RunReference): void {
  const run = loadRun(folder, id)
  const state = settled(folder, id)
  if (state !== 'applied') throw new ChangeError('bad_run', `Run ${id} is not applied, so there is nothing to undo.`)
  moveFiles(folder, run, 'undo')
}

/**
 * Ends what processes that died left half done, so that every run is whole or not there. To be called before anything
 * else touches the project. Gives the runs that it ended, and the state of each.
 */
export function recoverChanges(folder: string): { readonly id: string; readonly state: RunState }[] {
  return listRuns(folder)
    .filter((id) => runState(folder, id).endsWith('ing'))
    .filter((id) => !isAlive(readJournal(folder, id).pid))
    .map((id) => ({ id, state: finishMoves(folder, loadRun(folder, id)) }))
}

function settled(folder: string, id: string): RunState {
  const { state, pid } = readJournal(folder, id)
  if (!state.endsWith('ing')) return state
  if (isAlive(pid))
    throw new ChangeError('in_use', `Process ${pid} is writing run ${id}. Wait for it, or end it, and try again.`)
  return finishMoves(folder, loadRun(folder, id))
}

/** Writing never yields, so this process itself cannot be in the middle of it: its number is that of one who died. */
export function isAlive(pid: number): boolean {
  if (pid === process.pid || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
