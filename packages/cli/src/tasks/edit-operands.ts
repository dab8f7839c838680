import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { DiffRequest } from '@outcrop/tasks'
import type { CommandContext } from '../commands/command.js'
import { usageError } from '../outcome/command-error.js'
import { diffWish } from './diff-wish.js'

const isThere = (path: string, cwd: string): boolean => !/\s/.test(path) && existsSync(resolve(cwd, path))

/** What to change, and in what. */
export interface Instructed {
  readonly instruction: string
  readonly paths: readonly string[]
  readonly diff?: DiffRequest
}

/**
 * Reads `<instruction> <files...>`; with `--diff` or `--staged` the files may be left out.
 *
 * @param usual the instruction where none is given; without one it has to be
 * @throws CommandError if the instruction or the files are missing
 */
export function instructed(
  context: Pick<CommandContext, 'command' | 'operands' | 'cwd' | 'options'>,
  usual?: string,
): Instructed {
  const { command, cwd } = context
  const { operands, diff } = diffWish(context)
  const [first, ...rest] = operands
  const leftOut = first === undefined || isThere(first, cwd)
  if (leftOut && usual === undefined) {
    throw usageError(
      first === undefined
        ? `${command} needs an instruction`
        : `${first} is a file, and there is no instruction before it`,
      `Say what to change: outcrop ${command} "…" ${first ?? 'src/a.ts'}`,
    )
  }
  const paths = leftOut ? operands : rest
  if (paths.length === 0 && diff === undefined) {
    throw usageError(`${command} needs the files to change`, `Name them after the instruction.`)
  }
  return { instruction: leftOut ? (usual ?? '') : first, paths, ...(diff !== undefined && { diff }) }
}
