import type { Readable } from 'node:stream'
import type { CommandContext } from '../commands/command.js'
import { exitCodeOf } from './program-end.js'
import type { ProgramEnd } from './program-end.js'
import { killGroup, startProgram } from './start-program.js'

/** A run whose output was kept. */
export interface CapturedRun extends ProgramEnd {
  readonly stdout: string
  readonly stderr: string
}

export interface CaptureOptions {
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** After so long the program is killed, with its children. */
  readonly limitMs: number
}

/** More is not kept: an endless program must not fill the memory. */
const mostCharacters = 16 * 1024 * 1024
/** How long the pipes may stay open after the program; on Windows whoever is left behind cannot be found. */
const patienceMs = 2000

/**
 * Runs a program to its end, or to its limit, with empty standard input. It leads a group of its own, and what it leaves
 * behind is killed with it.
 */
export async function captureProgram(context: CommandContext, options: CaptureOptions): Promise<CapturedRun> {
  const { clock, cwd, signal: interrupted } = context
  interrupted.throwIfAborted()
  const startedMs = clock.monotonic()
  const stdio = ['ignore' as const, 'pipe' as const, 'pipe' as const]
  const { child, ended } = await startProgram({ ...options, cwd, stdio, ownGroup: true })
  const closed = new Promise((resolve) => child.once('close', resolve))
  const stdout = collect(child.stdout)
  const stderr = collect(child.stderr)
  let timedOut = false
  const stopClock = clock.after(options.limitMs, () => {
    timedOut = true
    killGroup(child)
  })
  const interrupt = () => killGroup(child)
  interrupted.addEventListener('abort', interrupt, { once: true })
  try {
    const { code, signal } = await ended
    const durationMs = clock.monotonic() - startedMs
    // Children that are left would keep the pipes open, and outlive the Bedrock that they call.
    killGroup(child)
    await Promise.race([closed, new Promise<void>((resolve) => clock.after(patienceMs, resolve))])
    for (const pipe of [child.stdout, child.stderr]) pipe?.destroy()
    interrupted.throwIfAborted()
    const exitCode = exitCodeOf(code, signal)
    return { exitCode, signal: signal ?? undefined, timedOut, durationMs, stdout: stdout(), stderr: stderr() }
  } finally {
    stopClock()
    interrupted.removeEventListener('abort', interrupt)
  }
}

function collect(stream: Readable | null): () => string {
  let text = ''
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    if (text.length < mostCharacters) text += chunk
  })
  return () => text
}
