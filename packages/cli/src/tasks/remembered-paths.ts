import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { CommandContext } from '../commands/command.js'
import type { LastConversation } from './history.js'
import { splitPaths } from './outside-files.js'
import { projectRoot } from './project-root.js'

/**
 * The files of the conversation that a command goes on with, from the folder of the command line. Nobody has named them
 * anew, so that one which is gone, or which the command may not read, is no reason to stop: a line says that it is left out.
 *
 * @param outside whether the command may read files outside the project
 */
export function rememberedPaths(
  { cwd, output }: Pick<CommandContext, 'cwd' | 'output'>,
  last: LastConversation | undefined,
  { outside }: { readonly outside: boolean },
): readonly string[] {
  const root = projectRoot(cwd)
  const paths = (last?.documents ?? []).map((path) => relative(cwd, join(root, path)))
  const leftOut = (path: string, why: string) =>
    output.note(`outcrop: ${path}, of the conversation before, ${why}, and is left out`)
  const there = paths.filter((path) => existsSync(join(cwd, path)))
  for (const path of paths) if (!there.includes(path)) leftOut(path, 'is not there any more')
  if (outside) return there
  const split = splitPaths(there, root, cwd)
  for (const path of split.outside) leftOut(path, 'is outside the project')
  return split.inside
}
