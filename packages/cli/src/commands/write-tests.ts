import { usageError } from '../outcome/command-error.js'
import { runEdits } from '../tasks/run-edits.js'
import type { CommandRun } from './command.js'

/** `outcrop write-tests <files...>`. */
export const run: CommandRun = (context) => {
  const { operands } = context
  if (operands.length === 0) throw usageError('write-tests needs the files to test', 'Name them.')
  return runEdits(context, {
    template: 'write-tests',
    instruction: `Write tests for ${operands.join(', ')}.`,
    paths: operands,
    begins: 'passing',
  })
}
