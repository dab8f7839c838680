import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { access, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { usageError } from '../outcome/command-error.js'

/** A file that will be written whole or not at all. */
export interface OutputFile {
  /** As the user named it. */
  readonly path: string
  /** Puts `text` in place of the file's contents in one step: who reads meanwhile sees the old or the new, never a part. */
  write(text: string): Promise<void>
}

/**
 * Checks, before anything is paid for, that the file can be written.
 *
 * @throws CommandError if its folder does not exist, if it is a folder itself, or may not be written
 */
export async function prepareOutputFile(path: string, cwd: string): Promise<OutputFile> {
  const absolute = resolve(cwd, path)
  const existing = await stat(absolute).catch(() => undefined)
  if (existing?.isDirectory() === true) throw usageError(`${path} is a folder`, 'Give --output the path of a file.')
  const folder = await stat(dirname(absolute)).catch(() => undefined)
  if (folder?.isDirectory() !== true)
    throw usageError(`there is no folder ${dirname(path)} for --output`, 'Create it first.')
  const writable = existing === undefined ? dirname(absolute) : absolute
  await access(writable, constants.W_OK).catch(() => {
    throw usageError(`${path} may not be written`, 'Check the permissions of the file and its folder.')
  })
  // A link stays a link: what it points to is replaced.
  const target = existing === undefined ? absolute : await realpath(absolute)
  return { path, write: (text) => replaceFile(target, text, existing?.mode) }
}

/** Writes beside the target and renames, so that the target is never seen half-written. */
export async function replaceFile(target: string, text: string, mode?: number): Promise<void> {
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    const file = await open(temporary, 'wx')
    try {
      await file.writeFile(text)
      if (mode !== undefined) await file.chmod(mode & 0o7777)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw usageError(`${target} cannot be written (${code})`, 'Check the permissions of the file and its folder.')
    }
    throw error
  }
}
