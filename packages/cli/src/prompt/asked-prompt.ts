import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { redactText } from '@outcrop/tasks'
import type { Redaction } from '@outcrop/tasks'
import { usageError } from '../outcome/command-error.js'

/** What the user asks, without its secrets, and what it is about. */
export interface AskedPrompt {
  readonly instruction: string
  /** Files, folders and globs, as they were named. */
  readonly paths: readonly string[]
  /** What was piped in beside the instruction; its secrets are taken out with those of the files. */
  readonly piped: string | undefined
  /** Secrets that were taken out of the instruction. */
  readonly redactions: readonly Redaction[]
}

/** The path that redactions of the instruction have. */
const promptPath = '(prompt)'

/** Where a command stands, as far as its prompt goes. */
interface Asking {
  readonly command: string
  readonly operands: readonly string[]
  readonly cwd: string
}

/**
 * Reads `<prompt> [files...]` and standard input: what is piped in is the prompt where there is no other.
 *
 * @param piped what was piped in; undefined if nothing was
 * @throws CommandError if there is no prompt
 */
export function askedPrompt({ command, operands, cwd }: Asking, piped: string | undefined): AskedPrompt {
  const [first, ...paths] = operands
  const input = piped === undefined || piped.trim() === '' ? undefined : piped
  if (first === undefined && input !== undefined) return { ...withoutSecrets(input), paths: [], piped: undefined }
  if (first === undefined || first.trim() === '') {
    throw usageError(
      'the prompt is empty',
      `Say what you want: outcrop ${command} "${example(command)}", or pipe it in.`,
    )
  }
  if (!/\s/.test(first.trim()) && isFile(resolve(cwd, first))) {
    throw usageError(
      `${first} is a file, and there is no prompt before it`,
      `Say what to do with it: outcrop ${command} "…" ${first}`,
    )
  }
  return { ...withoutSecrets(first), paths, piped: input }
}

function example(command: string): string {
  return command === 'generate' ? 'what to write' : 'your question'
}

/** An instruction with marks in the place of secrets. */
export function withoutSecrets(instruction: string): Pick<AskedPrompt, 'instruction' | 'redactions'> {
  const { text, redactions } = redactText(promptPath, instruction)
  return { instruction: text, redactions }
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}
