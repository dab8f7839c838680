import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { EmulatorOptions } from '@outcrop/emulator'
import { usageError } from '../outcome/command-error.js'

type AccessMember = 'auth' | 'credentials' | 'bearerTokens' | 'account' | 'region'

/** Who may call, and as whom; how the emulator behaves is for the emulator to read. Where it listens is said on the command line. */
const accessRules: Readonly<Record<AccessMember, { fits: (value: unknown) => boolean; expected: string }>> = {
  auth: { fits: (value) => value === 'verify' || value === 'off', expected: '"verify" or "off"' },
  credentials: { fits: listOf(isCredential), expected: 'a list of {"accessKeyId", "secretAccessKey"}' },
  bearerTokens: { fits: listOf(isText), expected: 'a list of texts' },
  account: {
    fits: (value) => isText(value) && /^\d{12}$/.test(value),
    expected: 'an account id of 12 digits, as a text',
  },
  region: { fits: isText, expected: 'the name of a region' },
}

/**
 * Reads the file of `outcrop emulate --config`: a JSON object with the behaviour that the control routes take too, and
 * `auth`, `credentials`, `bearerTokens`, `account` and `region`.
 *
 * @throws CommandError if it cannot be read, is no JSON object, or has a member that is unknown or wrong
 */
export async function readEmulatorConfig(path: string, cwd: string): Promise<EmulatorOptions> {
  const { $schema: _, ...members } = parse(path, await read(path, cwd))
  const access = Object.entries(members).filter(([name]) => name in accessRules)
  for (const [name, value] of access) {
    const { fits, expected } = accessRules[name as AccessMember]
    if (!fits(value)) throw usageError(`${path}: ${name} has to be ${expected}`, 'Correct the file.')
  }
  const behaviour = Object.fromEntries(Object.entries(members).filter(([name]) => !(name in accessRules)))
  const { parseConfig, ConfigFault } = await import('@outcrop/emulator')
  try {
    return { ...Object.fromEntries(access), ...parseConfig(behaviour) }
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

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isCredential(value: unknown): boolean {
  return isObject(value) && isText(value['accessKeyId']) && isText(value['secretAccessKey'])
}

function listOf(fits: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(fits)
}
