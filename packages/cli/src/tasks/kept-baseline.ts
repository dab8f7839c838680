import { baselineOf, parseBaseline } from '@outcrop/tasks'
import type { Baseline, Finding } from '@outcrop/tasks'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { prepareOutputFile } from '../answer/output-file.js'
import type { CliOptions } from '../options/option-table.js'
import { usageError } from '../outcome/command-error.js'

/** The file of `--baseline`. */
export interface KeptBaseline {
  readonly known: Baseline
  update(findings: readonly Finding[]): Promise<void>
}

/**
 * Reads the file of `--baseline`, before anything is paid for; with `--update-baseline` it may be missing.
 *
 * @throws TaskError `baseline`, and CommandError if it is missing or cannot be written
 */
export async function keptBaseline(
  { baseline: path, updateBaseline = false }: CliOptions,
  cwd: string,
): Promise<KeptBaseline | undefined> {
  if (path === undefined) {
    if (updateBaseline) throw usageError('--update-baseline needs the file to write', 'Add --baseline FILE.')
    return undefined
  }
  const file = updateBaseline ? await prepareOutputFile(path, cwd) : undefined
  const text = await readIfThere(resolve(cwd, path))
  if (text === undefined && !updateBaseline) {
    throw usageError(`there is no baseline ${path}`, 'Check the path, or write it with --update-baseline.')
  }
  return {
    known: text === undefined || updateBaseline ? { version: 1, findings: [] } : parseBaseline(text, path),
    async update(findings) {
      await file?.write(`${JSON.stringify(baselineOf(findings), undefined, 2)}\n`)
    },
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw usageError(`the baseline ${path} cannot be read`, 'Check its permissions.')
  }
}
