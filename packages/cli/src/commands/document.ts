import { runEdits } from '../tasks/run-edits.js'
import { instructed } from '../tasks/edit-operands.js'
import type { CommandRun } from './command.js'

const instruction = 'Write the documentation that this code lacks.'

/** `outcrop document [instruction] <files...>`. */
export const run: CommandRun = (context) =>
  runEdits(context, { template: 'document', ...instructed(context, instruction) })
