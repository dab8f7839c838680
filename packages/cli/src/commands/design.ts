import { answer } from '../answer/answer.js'
import type { CommandRun } from './command.js'

/** `outcrop design <prompt> [files...]`. */
export const run: CommandRun = (context) => answer(context, 'design')
