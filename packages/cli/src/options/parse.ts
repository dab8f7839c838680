import { Command, CommanderError, Option } from 'commander'
import { usageError } from '../outcome/command-error.js'
import { commandTable } from './command-table.js'
import type { CommandName } from './command-table.js'
import { longFlag } from './long-flag.js'
import { nearestWords } from './nearest-words.js'
import { helpHeading, outputHeading, takenByAll } from './option-groups.js'
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
    throw usageError(reason(error), `outcrop ${command} --help lists its options.`)
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
    .addHelpOption(new Option('-h, --help', 'show this help').helpGroup(outputHeading))
    .argument('[operands...]')
    .allowExcessArguments()
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
  program.configureHelp({ visibleArguments: () => [] })
  program.passThroughOptions(spec.passesThrough === true)
  const { says = {} } = spec
  for (const name of spec.options) addOption(program, name, { says: says[name] })
  for (const name of takenByAll) if (!spec.options.includes(name)) addOption(program, name, { hidden: true })
  return program
}

/** How an option stands in the help of one command. */
interface InHelp {
  readonly says?: string | undefined
  readonly hidden?: boolean
}

function addOption(program: Command, name: OptionName, { says, hidden = false }: InHelp): void {
  const spec: { flags: string; alias?: string; description: string; choices?: readonly string[]; parse?: Parser } =
    optionTable[name]
  for (const flags of [spec.flags, spec.alias]) {
    if (flags === undefined) continue
    const option = new Option(flags, says ?? spec.description)
    const heading = helpHeading(name)
    if (heading !== undefined) option.helpGroup(heading)
    if (hidden || flags === spec.alias) option.hideHelp()
    if (spec.choices !== undefined) option.choices(spec.choices).argParser<string>(oneOf(flags, spec.choices))
    // Commander hands over a default as the first `previous`; there is none here.
    if (spec.parse !== undefined) option.argParser(spec.parse as (text: string, previous: unknown) => unknown)
    program.addOption(option)
  }
}

/** Commander names an option by its whole flags, and would have the last word on how a mistake is told. */
function oneOf(flags: string, choices: readonly string[]) {
  return (text: string): string => {
    if (choices.includes(text)) return text
    const near = nearestWords(text, choices)
    const remedy = near.length === 0 ? `Choose one of ${choices.join(', ')}.` : `Did you mean ${near.join(' or ')}?`
    throw usageError(`${longFlag(flags)} cannot be "${text}"`, remedy)
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

/** Commander's message as a clause in our voice: without "error:", its line breaks, its quotes, and its final full stop. */
function reason({ message }: CommanderError): string {
  return message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^unknown option '(.*)'/, 'there is no option $1')
    .replace(/^option '(.*)' argument missing/, (_, flags: string) => `${longFlag(flags)} needs a value`)
    .replace(/\.$/, '')
}
