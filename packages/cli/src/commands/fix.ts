import { diffWish } from '../tasks/diff-wish.js'
import { runEdits } from '../tasks/run-edits.js'
import type { CommandRun } from './command.js'

/** `outcrop fix [files...]`. */
export const run: CommandRun = (context) => {
  const { operands: paths, diff } = diffWish(context)
  return runEdits(context, { template: 'fix', instruction: 'Mend the failure.', paths, diff, begins: 'failing' })
}
