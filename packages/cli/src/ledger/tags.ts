import type { Tags } from '@outcrop/client'
import type { Settings } from '@outcrop/client/settings'
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { CommandContext } from '../commands/command.js'

/** For whom a command's calls are counted: what the files say, else the git repository and the system's user. */
export function tagsOf({ command, cwd }: Pick<CommandContext, 'command' | 'cwd'>, settings: Settings): Tags {
  const project = settings.project.value ?? repositoryOf(cwd)
  const user = settings.user.value ?? systemUser()
  return { task: command, ...(project !== undefined && { project }), ...(user !== undefined && { user }) }
}

/** The name of the folder that git has its own in; a file of that name is one too, in a worktree. */
function repositoryOf(cwd: string): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return basename(folder) || undefined
    if (folder === dirname(folder)) return undefined
  }
}

function systemUser(): string | undefined {
  try {
    return userInfo().username || undefined
  } catch {
    // In a container the user may have a number and no name.
    return undefined
  }
}
