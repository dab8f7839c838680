import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CommandContext } from '../commands/command.js'
import { usageError } from '../outcome/command-error.js'

const isThere = (path: string, cwd: string): boolean =>
  !/\s/.test(path) && statSync(resolve(cwd, path), { throwIfNoEntry: false }) !== undefined

/**
 * Reads `<instruction> <files...>`.
 *
 * @param usual the instruction where none is given; without one it has to be
 * @throws CommandError if the instruction or the files are missing
 */
export function instructed(
  { command, operands, cwd }: Pick<CommandContext, 'command' | 'operands' | 'cwd'>,
  usual?: string,
): { readonly instruction: string; readonly paths: readonly string[] } {
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
  if (paths.length === 0) {
    throw usageError(`${command} needs the files to change`, `Name them after the instruction.`)
  }
  return { instruction: leftOut ? (usual ?? '') : first, paths }
}
