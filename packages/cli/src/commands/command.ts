import type { Clock } from '../clock/clock.js'
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
}

/** One command line, parsed. */
export interface CommandContext extends Surroundings {
  readonly operands: readonly string[]
  readonly options: CliOptions
  readonly output: Output
  /** Aborts on Ctrl-C, on SIGTERM, and when the reader of standard output has gone. */
  readonly signal: AbortSignal
}

/** How a command ended. What it throws instead is a failure without anything to show for it. */
export interface CommandResult {
  readonly outcome: Outcome
  /** What `--json` prints beside `outcome` and `error`; absent if the command has printed its own JSON. */
  readonly report?: Readonly<Record<string, unknown>>
  readonly failure?: Failure
}

export type CommandRun = (context: CommandContext) => Promise<CommandResult>
