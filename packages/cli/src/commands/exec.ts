import { readSettings } from '../connection/read-settings.js'
import { runFaults } from '../exec/fault-runs/run-faults.js'
import { runOnce } from '../exec/run-once.js'
import { usageError } from '../outcome/command-error.js'
import type { CommandRun } from './command.js'

/** `outcrop exec --local -- <program> [arguments...]`. */
export const run: CommandRun = async (context) => {
  const { operands, options } = context
  if (operands.length === 0) {
    throw usageError('exec needs a program to run', 'Write it after --, like: outcrop exec --local -- node app.js')
  }
  if (!readSettings(context).local.value) {
    throw usageError(
      'exec runs programs against the local Bedrock only',
      'Add --local. To run them through the gateway comes in a later version.',
    )
  }
  if (options.faults !== undefined) return runFaults(context, options.faults)
  const needless = options.timeout === undefined ? options.faultCalls && '--fault-calls' : '--timeout'
  if (needless !== undefined) {
    throw usageError(`${needless} is for runs with --faults`, 'Add --faults all, or leave it out.')
  }
  return runOnce(context)
}
