import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { EmulatorOptions } from '@outcrop/emulator'
import { usageError } from '../outcome/command-error.js'

/** What a configuration file may set. Where to listen is said on the command line. */
const members = [
  'engine',
  'latency',
  'auth',
  'credentials',
  'bearerTokens',
  'account',
  'region',
  'dataRetention',
] as const

export type EmulatorConfig = Pick<EmulatorOptions, (typeof members)[number]>

/**
 * Reads the file of `outcrop emulate --config`: a JSON object with members of the emulator's options.
 *
 * @throws CommandError if it cannot be read, is no JSON object, or has a member that is unknown
 */
export async function readEmulatorConfig(path: string, cwd: string): Promise<EmulatorConfig> {
  const config = parse(path, await read(path, cwd))
  const unknown = Object.keys(config).find(
    (name) => name !== '$schema' && !(members as readonly string[]).includes(name),
  )
  if (unknown !== undefined) {
    throw usageError(
      `${path} has a member "${unknown}" that the emulator does not know`,
      `It knows ${members.join(', ')}.`,
    )
  }
  const { $schema: _, ...options } = config as EmulatorConfig & { $schema?: string }
  return options
}

async function read(path: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, path), 'utf8')
  } catch (error) {
    throw usageError(
      `cannot read ${path} (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
      'Check the path of --config.',
    )
  }
}

function parse(path: string, text: string): object {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw usageError(`${path} is not JSON: ${(error as Error).message}`, 'Correct the file.')
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw usageError(`${path} does not hold a JSON object`, 'Correct the file.')
}
