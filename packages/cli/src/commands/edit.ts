import { runEdits } from '../tasks/run-edits.js'
import { instructed } from '../tasks/edit-operands.js'
import type { CommandRun } from './command.js'

/** `outcrop edit <instruction> <files...>`. */
export const run: CommandRun = (context) => runEdits(context, { template: 'edit', ...instructed(context) })
