import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Clock } from '../clock/clock.js'
import type { CommandRun } from './command-run.js'
import { KeptOutput } from './kept-output.js'

/** A command of the user's, and its bounds. */
export interface CommandToRun {
  /** A command line, as the user's shell reads it. Never one that a model or a repository gave. */
  readonly command: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** After so long it is killed, with its children. In milliseconds. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  readonly clock: Clock
}

/** Between asking a command to end and ending it. */
const graceMs = 2000

/**
 * Runs a command to its end, with its children: what it leaves behind is ended with it, also when its time is up or the
 * caller gives up. Standard input is empty.
 *
 * @throws the reason of `signal` when it aborts; then nothing of the command is left
 */
export async function runCommand({ command, cwd, env, timeoutMs, signal, clock }: CommandToRun): Promise<CommandRun> {
  signal?.throwIfAborted()
  const begun = clock.monotonic()
  const child = spawn(command, {
    shell: true,
    cwd,
    // Whoever reads the output is no terminal.
    env: { ...env, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that its children can be found. Windows finds them by another way.
    detached: process.platform !== 'win32',
    windowsHide: true,
  })
  const closed = new Promise((resolve) => child.once('close', resolve))
  const kept = new KeptOutput()
  for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (chunk: Uint8Array) => kept.push(chunk))
  let timedOut = false
  const stopTimer = clock.after(timeoutMs, () => {
    timedOut = true
    endGroup(child, clock)
  })
  const abort = () => endGroup(child, clock)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    const exitCode = await exited(child)
    killGroup(child, 'SIGKILL')
    await drain(closed, child, clock)
    signal?.throwIfAborted()
    const durationMs = clock.monotonic() - begun
    return { passed: exitCode === 0 && !timedOut, exitCode, timedOut, durationMs, output: kept.text() }
  } finally {
    stopTimer()
    signal?.removeEventListener('abort', abort)
  }
}

function exited(child: ChildProcess): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      resolve(code ?? undefined)
    })
    child.once('error', reject)
  })
}

/** What was written may still be under way; somebody outside the group could keep the pipes open for ever. */
async function drain(closed: Promise<unknown>, child: ChildProcess, clock: Clock): Promise<void> {
  let stop: (() => void) | undefined
  const patience = new Promise<void>((resolve) => (stop = clock.after(graceMs, resolve)))
  await Promise.race([closed, patience])
  stop?.()
  child.stdout?.destroy()
  child.stderr?.destroy()
}

function endGroup(child: ChildProcess, clock: Clock): void {
  killGroup(child, 'SIGTERM')
  clock.after(graceMs, () => killGroup(child, 'SIGKILL'))
}

function killGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on('error', () => {})
    return
  }
  try {
    process.kill(-pid, signal)
  } catch {
    // Nobody is left in it.
  }
}
