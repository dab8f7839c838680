import { lstatSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { ChangeError } from './change-error.js'

/**
 * The file that a path of the project really means, links followed. It and every folder on the way must be inside the
 * project root and outside `.git`.
 *
 * @throws {ChangeError} `outside_project`
 */
export function resolveInside(root: string, path: string): string {
  const realRoot = realpathSync(root)
  if (isAbsolute(path) || path.split(/[\\/]/).includes('..')) throw outside(path)
  const real = realPath(resolve(realRoot, path))
  const inside = real === undefined ? undefined : relative(realRoot, real)
  if (real === undefined || inside === undefined || inside === '' || isAbsolute(inside)) throw outside(path)
  const parts = inside.split(sep)
  if (parts[0] === '..' || parts.some((part) => part.toLowerCase() === '.git')) throw outside(path)
  return real
}

/** Like `realpath`, also for what does not exist yet; `undefined` for a link that leads nowhere. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return undefined
    const parent = dirname(path)
    const realParent = parent === path ? undefined : realPath(parent)
    return realParent === undefined ? undefined : join(realParent, relative(parent, path))
  }
}

function outside(path: string): ChangeError {
  const message = `${path} is not a file inside the project. Edits stay inside the project's folder, and out of .git.`
  return new ChangeError('outside_project', message, [path])
}
