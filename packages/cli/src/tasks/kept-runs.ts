import { listRuns, loadRun, recoverChanges, recoverTrees, runState } from '@outcrop/tasks'
import type { ChangeRun, RunState } from '@outcrop/tasks'
import { join } from 'node:path'
import type { Output } from '../terminal/output.js'

/** The folder that changes are kept in. */
export const runsFolder = (home: string): string => join(home, 'runs')

/** Ends what processes that died left half done, before anything else touches the files. */
export function recover(folder: string, output: Output): void {
  for (const { id, state } of recoverChanges(folder)) {
    output.note(`outcrop: run ${id} had been interrupted; now it is ${state}`)
  }
  if (recoverTrees(folder).length > 0) {
    output.note('outcrop: attempts of a command that was ended in the middle were taken back')
  }
}

/** The latest run of a project that is in one of these states. */
export function latestRun(folder: string, root: string, states: readonly RunState[]): ChangeRun | undefined {
  for (const id of listRuns(folder).toReversed()) {
    if (!states.includes(runState(folder, id))) continue
    const run = loadRun(folder, id)
    if (run.root === root) return run
  }
  return undefined
}
