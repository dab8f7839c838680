import { usageError } from '../outcome/command-error.js'
import { commandNames, findCommand, reservedWords } from './command-table.js'
import type { CommandName } from './command-table.js'
import { nearestWords } from './nearest-words.js'
import { optionTable } from './option-table.js'

/** What the command line asks for, before the options of that command are read. */
export type Route =
  | { readonly kind: 'version' }
  | { readonly kind: 'help'; readonly command?: CommandName }
  | {
      readonly kind: 'command'
      readonly command: CommandName
      /** Whether the word `ask` was left out: `outcrop "a question"`. */
      readonly bare: boolean
      /** The arguments without the command's word. */
      readonly args: readonly string[]
    }

/** Finds the command: the first argument that is no option and no option's value. Options may stand before it; after a `--` nothing is a command any more. */
export function findRoute(argv: readonly string[]): Route {
  const end = argv.indexOf('--')
  const beforeEnd = end < 0 ? argv : argv.slice(0, end)
  const at = firstOperand(beforeEnd)
  const before = beforeEnd.slice(0, at)
  if (before.includes('--version') || before.includes('-V')) return { kind: 'version' }
  const word = at === undefined ? undefined : argv[at]
  if (at !== undefined && word === 'help') return helpAbout(argv[at + 1])
  const command = word === undefined ? undefined : findCommand(word)
  if (beforeEnd.some(isHelp)) return command === undefined ? { kind: 'help' } : { kind: 'help', command }
  if (command === undefined || at === undefined) {
    // Whoever writes "--" before the prompt has said that it is one.
    return { kind: 'command', command: 'ask', bare: at !== undefined || end < 0, args: argv }
  }
  return { kind: 'command', command, bare: false, args: [...before, ...argv.slice(at + 1)] }
}

/**
 * Refuses a bare form that is more likely a mistyped or future command than a question. A question has a space in it;
 * a single word counts as one only when something is piped in that it can be about.
 */
export function checkBareForm(operands: readonly string[], isPiped: boolean): void {
  const [word, ...rest] = operands
  if (word === undefined || /\s/.test(word.trim()) || word.trim() === '') return
  if (reservedWords.has(word)) {
    throw usageError(
      `this version has no command "${word}"`,
      `To ask the model, write: outcrop ask "${[word, ...rest].join(' ')}"`,
    )
  }
  if (isPiped && rest.length === 0) return
  throw unknownCommand(word, `if it is a question, write: outcrop ask "${word}"`)
}

function helpAbout(word: string | undefined): Route {
  if (word === undefined || word.startsWith('-')) return { kind: 'help' }
  const command = findCommand(word)
  if (command === undefined) throw unknownCommand(word, 'see all commands: outcrop --help')
  return { kind: 'help', command }
}

function unknownCommand(word: string, otherwise: string) {
  const near = nearestWords(word, commandNames)
  const remedy = near.length === 0 ? otherwise : `Did you mean ${near.join(' or ')}? Or ${otherwise}`
  return usageError(`there is no command "${word}"`, `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}`)
}

function firstOperand(argv: readonly string[]): number | undefined {
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? ''
    if (!argument.startsWith('-') || argument === '-') return index
    if (takesValue(argument)) index++
  }
  return undefined
}

const flagsWithValue: ReadonlySet<string> = new Set(
  Object.values(optionTable)
    .flatMap((spec) => [spec.flags, ...(spec.alias === undefined ? [] : [spec.alias])])
    .filter((flags) => flags.endsWith('>'))
    .flatMap((flags) => flags.replace(/ <.*$/, '').split(', ')),
)

function takesValue(argument: string): boolean {
  return flagsWithValue.has(argument)
}

function isHelp(argument: string): boolean {
  return argument === '--help' || argument === '-h'
}
