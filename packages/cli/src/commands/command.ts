import type { Clock } from '../clock/clock.js'
import type { CommandName, CommandSpec } from '../options/command-table.js'
import type { CliOptions } from '../options/option-table.js'
import type { Failure } from '../outcome/failure.js'
import type { Outcome } from '../outcome/outcome.js'
import type { PipedInput } from '../prompt/piped-input.js'
import type { Output } from '../terminal/output.js'

/** What a process gives a command to work with. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string
  readonly stdin: () => PipedInput
  readonly clock: Clock
  /**
   * Hands the signals that would end the process to `listener` instead, until the function it returns is called. For
   * commands that run another program, whose signals they are.
   */
  readonly takeSignals: (listener: (signal: NodeJS.Signals) => void) => () => void
}

/** One command line, parsed. */
export interface CommandContext extends Surroundings {
  /** The command's own name, also where an alias or the bare form was used. */
  readonly command: CommandName
  /** Every command, for one that tells of them all. */
  readonly commands: Readonly<Record<CommandName, CommandSpec>>
  readonly operands: readonly string[]
  readonly options: CliOptions
  readonly output: Output
  /** Aborts on Ctrl-C, on SIGTERM, and when the reader of standard output has gone. */
  readonly signal: AbortSignal
}

/** How a command ended. What it throws instead is a failure without anything to show for it. */
export interface CommandResult {
  readonly outcome: Outcome
  /** In place of the outcome's own: the exit code of a program that the command has run. */
  readonly exitCode?: number
  /** What `--json` prints beside `outcome` and `error`; absent if the command has printed its own JSON. */
  readonly report?: Readonly<Record<string, unknown>>
  readonly failure?: Failure
}

export type CommandRun = (context: CommandContext) => Promise<CommandResult>
