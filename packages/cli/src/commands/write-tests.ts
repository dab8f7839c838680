import { usageError } from '../outcome/command-error.js'
import { diffWish } from '../tasks/diff-wish.js'
import { runEdits } from '../tasks/run-edits.js'
import type { CommandRun } from './command.js'

/** `outcrop write-tests <files...>`. */
export const run: CommandRun = (context) => {
  const { operands: paths, diff } = diffWish(context)
  if (paths.length === 0 && diff === undefined) {
    throw usageError('write-tests needs the files to test', 'Name them, or say --diff for those that changed.')
  }
  const instruction = `Write tests for ${paths.length === 0 ? 'what changed' : paths.join(', ')}.`
  return runEdits(context, { template: 'write-tests', instruction, paths, diff, begins: 'passing' })
}
