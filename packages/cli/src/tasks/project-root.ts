import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The folder that a project's paths start from: that of the git repository, else the one the command runs in. */
export function projectRoot(cwd: string): string {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder
    if (folder === dirname(folder)) return resolve(cwd)
  }
}
