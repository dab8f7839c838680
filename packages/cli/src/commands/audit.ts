import { runReview } from '../tasks/run-review.js'
import type { CommandRun } from './command.js'

/** `outcrop audit [paths...]`. */
export const run: CommandRun = (context) => runReview(context, 'audit')
