import { listRuns, loadRun, recoverChanges, recoverTrees, runState } from '@outcrop/tasks'
import type { ChangeRun, RunState } from '@outcrop/tasks'
import { join } from 'node:path'
import type { Output } from '../terminal/output.js'

/** The folder that changes are kept in. */
export const runsFolder = (home: string): string => join(home, 'runs')

/**
 * Ends what processes that died left half done, before anything else touches the files. Gives the projects in which
 * files were taken back to what they had been; a run that was ended forward, into its project, is none of those.
 */
export function recover(folder: string, output: Output): readonly string[] {
  const runs = recoverChanges(folder)
  for (const { id, state } of runs) {
    output.note(`outcrop: run ${id} had been interrupted; now it is ${state}`)
  }
  const trees = recoverTrees(folder)
  for (const { root, restored, changed, run, kept } of trees) {
    if (kept !== undefined) {
      output.note(
        `outcrop: ${root} is not there, so what a command that was ended in the middle has left in it stays; if it is gone for good, delete ${kept}`,
      )
    }
    if (restored.length > 0) {
      output.note(`outcrop: a command had been ended in the middle; as before it again: ${restored.join(', ')}`)
    }
    if (changed.length > 0) {
      output.note(
        `outcrop: changed since, and left so: ${changed.join(', ')}; outcrop apply ${run} takes the attempts out`,
      )
    }
  }
  return [
    ...runs.flatMap(({ id, state }) => (state === 'applied' ? [] : [loadRun(folder, id).root])),
    ...trees.flatMap(({ root, restored }) => (restored.length > 0 ? [root] : [])),
  ]
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
