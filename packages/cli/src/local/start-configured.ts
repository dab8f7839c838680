import type { Emulator, EmulatorOptions } from '@outcrop/emulator'
import { usageError } from '../outcome/command-error.js'

/**
 * Starts an emulator with the options of `--config`.
 *
 * @throws CommandError for options that only the emulator can judge, such as quotas of a model that it does not have
 */
export async function startConfigured(options: EmulatorOptions): Promise<Emulator> {
  const { ConfigFault, startEmulator } = await import('@outcrop/emulator')
  try {
    return await startEmulator(options)
  } catch (error) {
    throw error instanceof ConfigFault ? usageError(`--config: ${error.message}`, 'Correct the file.') : error
  }
}
