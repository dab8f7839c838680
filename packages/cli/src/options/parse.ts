import { Command, CommanderError, Option } from 'commander'
import { usageError } from '../outcome/command-error.js'
import { commandTable } from './command-table.js'
import type { CommandName } from './command-table.js'
import { optionTable } from './option-table.js'
import { usageLine } from './usage-line.js'
import type { CliOptions, OptionName } from './option-table.js'

export type ParsedArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'arguments'; readonly operands: readonly string[]; readonly options: CliOptions }

/**
 * Reads the arguments of one command.
 *
 * @throws CommandError for an option that is unknown to the command, misses its value or has a wrong one, and for
 * more operands than the command takes
 */
export function parseArguments(command: CommandName, args: readonly string[]): ParsedArguments {
  const program = commandProgram(command)
  try {
    program.parse([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'commander.helpDisplayed') return { kind: 'help' }
    throw usageError(reason(error.message), `outcrop ${command} --help lists its options.`)
  }
  const { maxOperands } = commandTable[command]
  if (program.args.length > maxOperands) {
    const extra = program.args[maxOperands] ?? ''
    throw usageError(`${command} does not take "${extra}"`, `outcrop ${command} --help shows what it takes.`)
  }
  return { kind: 'arguments', operands: program.args, options: canonicalOptions(program.opts()) }
}

/** The command as Commander sees it, built from the tables. */
export function commandProgram(command: CommandName): Command {
  const spec = commandTable[command]
  const program = new Command(`outcrop ${command}`)
    .usage(usageLine(spec))
    .summary(spec.summary)
    .description(spec.description)
    .helpOption('-h, --help', 'show this help')
    .argument('[operands...]')
    .allowExcessArguments()
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
  program.configureHelp({ visibleArguments: () => [] })
  program.passThroughOptions(spec.passesThrough === true)
  for (const name of spec.options) addOption(program, name)
  return program
}

function addOption(program: Command, name: OptionName): void {
  const spec: { flags: string; alias?: string; description: string; choices?: readonly string[]; parse?: Parser } =
    optionTable[name]
  for (const flags of [spec.flags, spec.alias]) {
    if (flags === undefined) continue
    const option = new Option(flags, spec.description)
    if (flags === spec.alias) option.hideHelp()
    if (spec.choices !== undefined) option.choices(spec.choices)
    // Commander hands over a default as the first `previous`; there is none here.
    if (spec.parse !== undefined) option.argParser(spec.parse as (text: string, previous: unknown) => unknown)
    program.addOption(option)
  }
}

type Parser = (text: string, previous: never) => unknown

/** Moves the values of alias spellings to their option, and leaves out what was not given. */
function canonicalOptions(values: Record<string, unknown>): CliOptions {
  const options: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(optionTable) as [OptionName, { alias?: string }][]) {
    const other = spec.alias === undefined ? undefined : new Option(spec.alias).attributeName()
    const value = values[name] ?? (other === undefined ? undefined : values[other])
    // An option whose value may be left out: without one it is empty.
    const isBare = value === true && optionTable[name].flags.endsWith(']')
    if (value !== undefined) options[name] = isBare ? '' : value
  }
  // Commander gives every --no-x option the default true.
  if (options['color'] === true) delete options['color']
  return options
}

/** Commander's message as a clause: without "error:", its line breaks, and its final full stop. */
function reason(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '')
}
