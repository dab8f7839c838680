import { answer } from '../answer/answer.js'
import type { CommandRun } from './command.js'

/** `outcrop generate <prompt> [files...]`. */
export const run: CommandRun = (context) => answer(context, 'generate')
