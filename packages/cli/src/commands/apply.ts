import { applyChanges, diffOfRun, loadRun } from '@outcrop/tasks'
import { readSettings } from '../connection/read-settings.js'
import { usageError } from '../outcome/command-error.js'
import { latestRun, recover, runsFolder } from '../tasks/kept-runs.js'
import { projectRoot } from '../tasks/project-root.js'
import { plural } from '../terminal/quantities.js'
import type { CommandRun } from './command.js'

/** `outcrop apply [run]`. */
export const run: CommandRun = async (context) => {
  const { operands, output, cwd, options } = context
  const folder = runsFolder(readSettings(context).home.value)
  recover(folder, output)
  const [named] = operands
  const found =
    named === undefined ? latestRun(folder, projectRoot(cwd), ['planned', 'undone']) : loadRun(folder, named)
  if (found === undefined) {
    throw usageError('no run of this project waits to be applied', 'outcrop log lists the runs.')
  }
  const done = applyChanges({ folder, id: found.id })
  const paths = found.files.map(({ path }) => path)
  if (options.json !== true) await output.result(paths.map((path) => `${path}\n`).join(''))
  output.note(
    done === 'unchanged'
      ? `outcrop: run ${found.id} was applied already`
      : `outcrop: wrote ${plural(paths.length, 'file')}; outcrop undo ${found.id} takes it back`,
  )
  return { outcome: 'ok', report: { run: found.id, applied: true, files: paths, diff: diffOfRun(found) } }
}
