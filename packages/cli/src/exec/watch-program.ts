import { isatty } from 'node:tty'
import type { CommandContext } from '../commands/command.js'
import { exitCodeOf } from './program-end.js'
import type { ProgramEnd } from './program-end.js'
import { startProgram } from './start-program.js'

export interface WatchedProgram {
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Leaves standard output to us: what the program prints there goes to standard error. */
  readonly outputAside: boolean
}

/** Runs a program to its end, with our standard streams as its own and our signals handed on to it. */
export async function watchProgram(context: CommandContext, program: WatchedProgram): Promise<ProgramEnd> {
  const { clock, cwd, takeSignals } = context
  const { command, env, outputAside } = program
  const startedMs = clock.monotonic()
  // Taken before it starts, so that no signal finds us without it.
  const early: NodeJS.Signals[] = []
  let hand = (signal: NodeJS.Signals): unknown => early.push(signal)
  const giveBack = takeSignals((signal) => hand(signal))
  try {
    const stdio = ['inherit' as const, outputAside ? 2 : ('inherit' as const), 'inherit' as const]
    const { child, ended } = await startProgram({ command, env, cwd, stdio, ownGroup: false })
    // At a terminal Ctrl-C reaches the program by itself; twice would be one too many. Asked by number, because a stream
    // of ours would make the program's standard input one that does not wait.
    const byTerminal = isatty(0)
    hand = (signal) => (signal === 'SIGINT' && byTerminal ? undefined : child.kill(signal))
    for (const signal of early) hand(signal)
    const { code, signal } = await ended
    return {
      exitCode: exitCodeOf(code, signal),
      signal: signal ?? undefined,
      timedOut: false,
      durationMs: clock.monotonic() - startedMs,
    }
  } finally {
    giveBack()
  }
}
