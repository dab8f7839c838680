import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { JsonSchema } from '@outcrop/client'
import { usageError } from '../outcome/command-error.js'

/**
 * Reads the file of `--schema`.
 *
 * @throws CommandError if it cannot be read, or is no JSON Schema
 */
export async function readSchema(path: string, cwd: string): Promise<JsonSchema> {
  let text: string
  try {
    text = await readFile(resolve(cwd, path), 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable'
    throw usageError(`cannot read the schema ${path}`, `Check the path (${code}).`)
  }
  let schema: unknown
  try {
    schema = JSON.parse(text)
  } catch {
    throw usageError(`the schema ${path} is not JSON`, 'Give a file with a JSON Schema.')
  }
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw usageError(`the schema ${path} is not an object`, 'Give a file with a JSON Schema.')
  }
  return schema as JsonSchema
}
