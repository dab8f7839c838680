import { answer } from '../answer/answer.js'
import type { CommandRun } from './command.js'

/** `outcrop ask <prompt> [files...]`, and the bare form. */
export const run: CommandRun = (context) => answer(context, 'ask')
