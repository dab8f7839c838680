import { spawn } from 'node:child_process'
import { TaskError } from '../../errors.js'

/**
 * Runs git in a folder and gives what it printed.
 *
 * @param args without the program's name
 * @throws TaskError `input` when git is missing or ends with an error
 */
export type Git = (cwd: string, args: readonly string[], signal?: AbortSignal) => Promise<string>

/** Nothing that a repository configures is run: no monitor, no hook, no program that shows differences. */
const tame = ['--no-pager', '--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false']

/** More than any request can hold; git that prints more is stopped. */
const mostBytes = 64 * 1024 * 1024

/** Runs the machine's git, without its pager, its file monitor and its optional locks. */
export const systemGit: Git = async (cwd, args, signal) => {
  const child = spawn('git', [...tame, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    ...(signal && { signal }),
  })
  const chunks: Uint8Array[] = []
  let size = 0
  let said = ''
  child.stdout.on('data', (chunk: Uint8Array) => {
    size += chunk.length
    if (size <= mostBytes) chunks.push(chunk)
    else child.kill()
  })
  child.stderr.on('data', (chunk: Uint8Array) => {
    if (said.length < 2000) said += Buffer.from(chunk).toString()
  })
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve)
    child.once('error', reject)
  }).catch((error: NodeJS.ErrnoException) => {
    signal?.throwIfAborted()
    if (error.code !== 'ENOENT') throw error
    throw new TaskError('input', 'git is not installed, or not on the PATH', 'Install git, or name the files instead.')
  })
  if (size > mostBytes) {
    throw new TaskError('input', `git ${args[0] ?? ''} printed more than 64 MiB`, 'Name a smaller range.')
  }
  if (exitCode === 0) return Buffer.concat(chunks).toString()
  const reason = said.trim().split('\n')[0] ?? ''
  throw new TaskError(
    'input',
    `git ${args[0] ?? ''} failed: ${reason}`,
    'Check the range, and that this is a repository.',
  )
}
