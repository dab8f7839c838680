import { withoutPassword } from '@outcrop/client/settings'
import type { Setting } from '@outcrop/client/settings'
import { readSettings } from '../connection/read-settings.js'
import { credentialVariables } from '../connection/credential-variables.js'
import { renderTable } from '../terminal/table.js'
import type { CommandRun } from './command.js'

/** `outcrop config`: each setting with its origin. */
export const run: CommandRun = async (context) => {
  const { output, options, env } = context
  const settings = Object.entries(readSettings(context)) as [string, Setting<unknown>][]
  const shown = settings.map(([name, setting]) => ({ name, ...setting, value: withoutSecrets(setting.value) }))
  const credentials = credentialVariables(env)
  if (options.json !== true) {
    const rows = [
      ...shown.map(({ name, value, origin, source }) => [
        name,
        display(value),
        source === undefined ? origin : `${origin} (${source})`,
      ]),
      ...credentials.map(({ name, masked }) => [name, masked, 'environment']),
    ]
    const columns = [{ heading: 'SETTING' }, { heading: 'VALUE' }, { heading: 'ORIGIN' }]
    const [headings = '', ...lines] = renderTable(columns, rows)
    await output.result(`${[output.resultStyle.bold(headings), ...lines].join('\n')}\n`)
  }
  const report = {
    settings: Object.fromEntries(
      shown.map(({ name, value = null, origin, source }) => [
        name,
        { value, origin, ...(source !== undefined && { source }) },
      ]),
    ),
    credentials: Object.fromEntries(
      credentials.map(({ name, masked }) => [name, { value: masked, origin: 'environment' }]),
    ),
  }
  return { outcome: 'ok', report }
}

function withoutSecrets(value: unknown): unknown {
  return typeof value === 'string' ? withoutPassword(value) : value
}

function display(value: unknown): string {
  if (value === undefined) return '-'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
