import type { CommandRun } from '../commands/command.js'
import type { OptionName } from './option-table.js'

interface Example {
  readonly line: string
  readonly does: string
}

export interface CommandSpec {
  /** Other words for the same command. */
  readonly aliases: readonly string[]
  /** As shown after the command's name: `<prompt> [files...]`. */
  readonly operands: string
  /** How many operands it takes at most. */
  readonly maxOperands: number
  /** Everything from the first operand on is an operand, also what looks like an option: it is for another program. */
  readonly passesThrough?: true
  /** One line, for the list of commands. */
  readonly summary: string
  /** A paragraph, for its own help and docs/cli.md. */
  readonly description: string
  readonly options: readonly OptionName[]
  /** What an option says in this command's help, where it means something more special than in the table of options. */
  readonly says?: Readonly<Partial<Record<OptionName, string>>>
  readonly examples: readonly Example[]
  /** Loads the command's code, which nothing else does: `--help` and `--version` stay quick. */
  readonly load: () => Promise<{ readonly run: CommandRun }>
}
