import { runReview } from '../tasks/run-review.js'
import type { CommandRun } from './command.js'

/** `outcrop review [paths...]`. */
export const run: CommandRun = (context) => runReview(context, 'review')
