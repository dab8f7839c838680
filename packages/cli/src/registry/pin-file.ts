import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { replaceFile } from '../answer/output-file.js'
import { usageError } from '../outcome/command-error.js'

const fileName = 'outcrop.config.json'

/** Writes limits into the project file, as {@link writePins} does. */
export async function writeQuotas(quotas: Readonly<Record<string, object>>, cwd: string): Promise<string> {
  return writeInto('quotas', quotas, cwd)
}

/**
 * Writes pins into the project file: the nearest outcrop.config.json upwards, or a new one in `cwd`. Everything else
 * in the file stays, its indentation too.
 *
 * @returns the path of the file
 * @throws CommandError if the file is no JSON object
 */
export async function writePins(pins: Readonly<Record<string, string>>, cwd: string): Promise<string> {
  return writeInto('pins', pins, cwd)
}

async function writeInto(member: string, values: Readonly<Record<string, unknown>>, cwd: string): Promise<string> {
  const existing = await findProjectFile(cwd)
  const path = existing?.path ?? join(resolve(cwd), fileName)
  await replaceFile(path, withMembers(existing?.text ?? '{}', { member, values }, path))
  return path
}

/** The text of the project file with some values in one of its members; other values there stay. */
export function withMembers(
  text: string,
  { member, values }: { readonly member: string; readonly values: Readonly<Record<string, unknown>> },
  path: string,
): string {
  const config = parseObject(text, path)
  const before = config[member]
  const kept = typeof before === 'object' && before !== null ? before : {}
  const indent = /^[{[]\s*?\n([ \t]+)/.exec(text.trimStart())?.[1] ?? '  '
  return `${JSON.stringify({ ...config, [member]: { ...kept, ...values } }, undefined, indent)}\n`
}

function parseObject(text: string, path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Falls through to the error.
  }
  throw usageError(`${path} is not a JSON object`, 'Correct it or remove it, then pin again.')
}

async function findProjectFile(cwd: string): Promise<{ path: string; text: string } | undefined> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, fileName)
    const text = await readFile(path, 'utf8').catch(() => undefined)
    if (text !== undefined) return { path, text }
    if (folder === dirname(folder)) return undefined
  }
}
