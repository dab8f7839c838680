import { runEdits } from '../tasks/run-edits.js'
import type { CommandRun } from './command.js'

/** `outcrop fix [files...]`. */
export const run: CommandRun = (context) =>
  runEdits(context, {
    template: 'fix',
    instruction: 'Mend the failure.',
    paths: context.operands,
    begins: 'failing',
  })
