import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { usageError } from '../outcome/command-error.js'
import { renderPrompt, standardInput } from './documents.js'
import type { Document } from './documents.js'
import { readFiles } from './read-files.js'

/** A prompt as it is sent, and what it is made of. */
export interface GatheredPrompt {
  readonly text: string
  readonly instruction: string
  readonly documents: readonly Document[]
  /** Secrets that were taken out of the documents: where, and what kind. */
  readonly redactions?: readonly { readonly path: string; readonly line: number; readonly secret: string }[]
}

/**
 * Makes the prompt of `<prompt> [files...]` and standard input, with marks in the places of secrets.
 *
 * @param piped what was piped in; undefined if nothing was
 * @throws CommandError if there is no prompt, and for files that cannot go into one
 */
export async function gatherPrompt(
  operands: readonly string[],
  piped: string | undefined,
  cwd: string,
): Promise<GatheredPrompt> {
  const [first, ...paths] = operands
  const input = piped === undefined || piped.trim() === '' ? undefined : piped
  if (first === undefined && input !== undefined) return { text: input, instruction: input, documents: [] }
  if (first === undefined || first.trim() === '') {
    throw usageError('the prompt is empty', 'Say what you want: outcrop ask "your question", or pipe it in.')
  }
  if (!/\s/.test(first.trim()) && isFile(resolve(cwd, first))) {
    throw usageError(
      `${first} is a file, and there is no prompt before it`,
      `Say what to do with it: outcrop ask "…" ${first}`,
    )
  }
  const files = await readFiles(paths, cwd)
  const { redactText } = await import('@outcrop/tasks')
  const given = input === undefined ? files : [...files, { path: standardInput, text: input }]
  const clean = given.map(({ path, text }) => ({ path, ...redactText(path, text) }))
  const documents = clean.map(({ path, text }) => ({ path, text }))
  const redactions = clean.flatMap((one) => one.redactions)
  return { text: renderPrompt(first, documents), instruction: first, documents, redactions }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
