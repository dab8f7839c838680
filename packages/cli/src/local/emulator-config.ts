import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { EmulatorOptions } from '@outcrop/emulator'
import { usageError } from '../outcome/command-error.js'

/**
 * Reads the file of `outcrop emulate --config`: a JSON object as the emulator's `emulator-config.schema.json` describes it.
 * Where the emulator listens is said on the command line.
 *
 * @throws CommandError if it cannot be read, is no JSON object, or has a member that is unknown or wrong
 */
export async function readEmulatorConfig(path: string, cwd: string): Promise<EmulatorOptions> {
  const config = parse(path, await read(path, cwd))
  const { parseConfigFile, ConfigFault } = await import('@outcrop/emulator')
  try {
    return parseConfigFile(config)
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error
    throw usageError(`${path}: ${error.message}`, 'Correct the file.')
  }
}

async function read(path: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, path), 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error'
    throw usageError(`cannot read ${path} (${code})`, 'Check the path of --config.')
  }
}

function parse(path: string, text: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw usageError(`${path} is not JSON: ${(error as Error).message}`, 'Correct the file.')
  }
  if (isObject(value)) return value
  throw usageError(`${path} does not hold a JSON object`, 'Correct the file.')
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
