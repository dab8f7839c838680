import { spawn } from 'node:child_process'
import type { ChildProcess, StdioOptions } from 'node:child_process'
import { usageError } from '../outcome/command-error.js'
import { launchOf } from './launch.js'

export interface ProgramStart {
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly stdio: StdioOptions
  /** Whether it leads a group of its own, so that it can be killed with its children. A terminal does not reach it then. */
  readonly ownGroup: boolean
}

/** How a child process ended, in Node's words. */
interface ChildEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface StartedProgram {
  readonly child: ChildProcess
  /** Resolves when the program itself has ended; its output may still be under way. */
  readonly ended: Promise<ChildEnd>
}

/**
 * Starts a program, without a shell.
 *
 * @throws CommandError if there is no such program, or it may not be run
 */
export async function startProgram(start: ProgramStart): Promise<StartedProgram> {
  const { command, env, cwd, stdio, ownGroup } = start
  const { file, args, verbatim } = launchOf(command, { platform: process.platform, env, cwd })
  const child = spawn(file, args, {
    env,
    cwd,
    stdio,
    // On Windows a detached program would get a window of its own, and trees are killed by another way there.
    detached: ownGroup && process.platform !== 'win32',
    windowsVerbatimArguments: verbatim,
    windowsHide: true,
  })
  const ended = new Promise<ChildEnd>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })))
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error: NodeJS.ErrnoException) => reject(startError(error, command[0] ?? '')))
  })
  // What may fail later is a signal to somebody who has just gone.
  child.on('error', () => {})
  return { child, ended }
}

function startError(error: NodeJS.ErrnoException, name: string): unknown {
  if (error.code === 'ENOENT') {
    return usageError(`there is no program ${name}`, 'Check its name, or give its path.')
  }
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    return usageError(`${name} may not be run (${error.code})`, 'Check that it is a program, and its permissions.')
  }
  if (error.code === 'E2BIG') return usageError(`the arguments of ${name} are too long`, 'Give them in a file.')
  return error
}

/** Ends a program that leads its own group, and every child of it that is left. It cannot refuse. */
export function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on('error', () => {})
    return
  }
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left in it.
  }
}
