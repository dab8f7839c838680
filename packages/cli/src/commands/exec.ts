import { readSettings } from '../connection/read-settings.js'
import { runFaults } from '../exec/fault-runs/run-faults.js'
import { runOnce } from '../exec/run-once.js'
import { runThroughGateway } from '../exec/run-through-gateway.js'
import { usageError } from '../outcome/command-error.js'
import type { CommandRun } from './command.js'

/**
 * `outcrop exec -- <program> [arguments...]`: through the gateway to Bedrock; with `--local` straight to a local Bedrock,
 * or through the gateway there too where a limit in money wants one.
 */
export const run: CommandRun = async (context) => {
  const { operands, options } = context
  if (operands.length === 0) {
    throw usageError('exec needs a program to run', 'Write it after --, like: outcrop exec --local -- node app.js')
  }
  const isLocal = readSettings(context).local.value
  if (options.config !== undefined && !isLocal) {
    throw usageError('--config is for the local Bedrock', 'Add --local, or leave it out.')
  }
  if (options.faults !== undefined && (!isLocal || options.maxCost !== undefined)) {
    throw usageError(
      'faults are made by the local Bedrock itself, and cost nothing',
      'Add --local, and leave --max-cost out.',
    )
  }
  if (options.faults !== undefined) return runFaults(context, options.faults)
  const needless = options.timeout === undefined ? options.faultCalls && '--fault-calls' : '--timeout'
  if (needless !== undefined) {
    throw usageError(`${needless} is for runs with --faults`, 'Add --faults all, or leave it out.')
  }
  return isLocal && options.maxCost === undefined ? runOnce(context) : runThroughGateway(context)
}
