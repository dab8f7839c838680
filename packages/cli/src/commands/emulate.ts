import { usageError } from '../outcome/command-error.js'
import { readEmulatorConfig } from '../local/emulator-config.js'
import { withRecordingKeys } from '../local/recording-keys.js'
import { listenError, stopped } from './listening.js'
import type { CommandContext, CommandRun } from './command.js'

const defaultPort = 4580

/** `outcrop emulate`: serves until it is told to stop, which is a success. */
export const run: CommandRun = async (context) => {
  const { output, options, signal } = context
  const emulator = await start(context)
  try {
    if (options.json === true) {
      await output.result(`${JSON.stringify({ event: 'listening', url: emulator.url })}\n`)
    } else {
      await output.result(`${greeting(emulator.url, emulator.env)}\n`)
    }
    await stopped(signal)
    return { outcome: 'ok' }
  } finally {
    await emulator.close()
  }
}

async function start({ options, cwd, env, output }: CommandContext) {
  const { host = '127.0.0.1', port = defaultPort, auth, credentials, config } = options
  const fromFile = config === undefined ? {} : withRecordingKeys(await readEmulatorConfig(config, cwd), env)
  const { ConfigFault, startEmulator } = await import('@outcrop/emulator')
  const known = [...(fromFile.credentials ?? []), ...(credentials ?? [])]
  if (!/^(127\.|::1$|localhost$)/.test(host)) {
    output.notice(`${host} can be reached from other machines`)
  }
  try {
    return await startEmulator({
      ...fromFile,
      host,
      port,
      ...(auth !== undefined && { auth }),
      ...(known.length > 0 && { credentials: known }),
    })
  } catch (error) {
    // What only the emulator can know of a configuration: whether its quotas are for models that it has.
    if (error instanceof ConfigFault)
      throw usageError(`${config ?? 'the options'}: ${error.message}`, 'Correct the file.')
    throw listenError(error, { command: 'emulate', host, port })
  }
}

function greeting(url: string, env: Readonly<Record<string, string>>): string {
  const set =
    process.platform === 'win32'
      ? (name: string, value: string) => `$env:${name} = "${value}"`
      : (name: string, value: string) => `export ${name}=${value}`
  return [
    `Local Bedrock on ${url} (emulated: no model answers, nothing is charged)`,
    '',
    'To send any Bedrock client to it:',
    ...Object.entries(env).map(([name, value]) => `  ${set(name, value)}`),
    '',
    'Ctrl-C stops it.',
  ].join('\n')
}
