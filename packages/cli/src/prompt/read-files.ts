import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { usageError } from '../outcome/command-error.js'
import { decodeText } from './decode-text.js'
import type { Document } from './documents.js'

/** More than Bedrock takes in one request. */
const maxBytes = 20 * 1024 * 1024

/**
 * Reads the files that go into the prompt, each once, in the order given.
 *
 * @throws CommandError for a file that is missing, unreadable, binary, a folder, or too large for any request
 */
export async function readFiles(paths: readonly string[], cwd: string): Promise<readonly Document[]> {
  const documents = new Map<string, Document>()
  for (const path of paths) {
    const absolute = resolve(cwd, path)
    if (!documents.has(absolute)) documents.set(absolute, await readDocument(path, absolute))
  }
  return [...documents.values()]
}

async function readDocument(path: string, absolute: string): Promise<Document> {
  const bytes = await readBytes(path, absolute)
  const text = decodeText(bytes)
  if (text === undefined) throw usageError(`${path} is a binary file`, 'Name text files only, in UTF-8 or UTF-16.')
  return { path: path.replaceAll('\\', '/'), text }
}

async function readBytes(path: string, absolute: string): Promise<Uint8Array> {
  try {
    const facts = await stat(absolute)
    if (facts.isDirectory()) throw usageError(`${path} is a folder`, 'Name the files in it that the prompt is about.')
    if (facts.size > maxBytes)
      throw usageError(`${path} is larger than a request may be (20 MiB)`, 'Name a part of it.')
    return await readFile(absolute)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      const remedy = /[*?]/.test(path)
        ? 'Patterns are for the shell to expand; name the files.'
        : 'Check the path; a prompt of several words needs quotes.'
      throw usageError(`there is no file ${path}`, remedy)
    }
    if (code === 'EACCES' || code === 'EPERM') throw usageError(`${path} may not be read`, 'Check its permissions.')
    throw error
  }
}
