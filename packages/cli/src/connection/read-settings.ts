import { readFileSync } from 'node:fs'
import { resolveSettings } from '@outcrop/client/settings'
import type { Settings } from '@outcrop/client/settings'
import type { CommandContext } from '../commands/command.js'
import { usageError } from '../outcome/command-error.js'

/**
 * Every setting with its origin, the command's flags included.
 *
 * @throws OutcropError for a value that cannot be, CommandError for flags that contradict each other
 */
export function readSettings(context: Pick<CommandContext, 'options' | 'env' | 'cwd' | 'home'>): Settings {
  const { options, env, cwd, home } = context
  const { region, profile, residency, model, local, endpointUrl } = options
  const flags = {
    region,
    profile,
    residency,
    local,
    defaultModel: model,
    endpoint: endpointUrl,
    controlEndpoint: endpointUrl,
  }
  const settings = resolveSettings({ flags, env, cwd, home, readFile: readIfThere })
  if (settings.local.value && endpointUrl !== undefined) {
    const other = settings.local.origin === 'flag' ? '--local' : 'OUTCROP_LOCAL'
    throw usageError(`--endpoint-url and ${other} name two different places to call`, 'Take one of them out.')
  }
  return settings
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
