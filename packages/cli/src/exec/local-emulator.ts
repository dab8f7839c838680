import type { Emulator, EmulatorOptions } from '@outcrop/emulator'
import type { CommandContext } from '../commands/command.js'
import { readSettings } from '../connection/read-settings.js'
import { readEmulatorConfig } from '../local/emulator-config.js'
import { withRecordingKeys } from '../local/recording-keys.js'
import { startConfigured } from '../local/start-configured.js'

/** The receipt of a long run needs more of the journal than a person reads. */
const journalLimit = 1_000_000

/** What the emulators of this command line have in common: the file of `--config`, and the region that calls start from. */
export async function emulatorOptions(context: CommandContext): Promise<EmulatorOptions> {
  const { options, cwd, env } = context
  const { region } = readSettings(context)
  const config = options.config === undefined ? {} : await readEmulatorConfig(options.config, cwd)
  return { region: region.value, ...withRecordingKeys(config, env), journalLimit }
}

/**
 * Runs `work` against an emulator of its own, which is gone afterwards.
 *
 * @throws CommandError as `startConfigured` does
 */
export async function withEmulator<Result>(
  options: EmulatorOptions,
  work: (emulator: Emulator) => Promise<Result>,
): Promise<Result> {
  const emulator = await startConfigured(options)
  try {
    return await work(emulator)
  } finally {
    await emulator.close()
  }
}
