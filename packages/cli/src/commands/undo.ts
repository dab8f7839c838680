import { loadRun, undoChanges } from '@outcrop/tasks'
import { readSettings } from '../connection/read-settings.js'
import { usageError } from '../outcome/command-error.js'
import { latestRun, recover, runsFolder } from '../tasks/kept-runs.js'
import { projectRoot } from '../tasks/project-root.js'
import { plural } from '../terminal/quantities.js'
import type { CommandRun } from './command.js'

/** `outcrop undo [run]`. */
export const run: CommandRun = async (context) => {
  const { operands, output, cwd, options } = context
  const folder = runsFolder(readSettings(context).home.value)
  const recovered = recover(folder, output)
  const [named] = operands
  // Taking back what had been interrupted was what there was to undo: what was applied before that stays.
  if (named === undefined && recovered.includes(projectRoot(cwd))) {
    return { outcome: 'ok', report: { applied: false, files: [] } }
  }
  const found = named === undefined ? latestRun(folder, projectRoot(cwd), ['applied']) : loadRun(folder, named)
  if (found === undefined) throw usageError('no run of this project is applied', 'outcrop log lists the runs.')
  undoChanges({ folder, id: found.id })
  const paths = found.files.map(({ path }) => path)
  if (options.json !== true) await output.result(paths.map((path) => `${path}\n`).join(''))
  output.note(`outcrop: ${plural(paths.length, 'file')} as before run ${found.id}`)
  return { outcome: 'ok', report: { run: found.id, applied: false, files: paths } }
}
