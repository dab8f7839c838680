import { registry } from '@outcrop/models'
import type { CommandSpec } from '../options/command-table.js'
import { optionTable } from '../options/option-table.js'
import type { OptionName } from '../options/option-table.js'

/** A command, as shells complete it. */
export interface CompletedCommand {
  /** Its name, then its aliases. */
  readonly words: readonly string[]
  readonly summary: string
  readonly options: readonly CompletedOption[]
  /** Words that its operand may be; absent where operands are files, or there are none. */
  readonly operands?: readonly string[]
  readonly takesFiles: boolean
}

export interface CompletedOption {
  /** With its dashes: `--model`, `-m`. */
  readonly flags: readonly string[]
  readonly description: string
  readonly value: OptionValue
}

/** What follows an option: nothing, one of these words, a file, or something that no shell can know. */
type OptionValue =
  | { readonly kind: 'none' | 'file' | 'free' }
  | { readonly kind: 'words'; readonly words: readonly string[] }

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** Every command with its options, from the tables that parsing and help come from. */
export function completedCommands(commands: Readonly<Record<string, CommandSpec>>): readonly CompletedCommand[] {
  return Object.entries(commands).map(([name, spec]) => {
    const { aliases, summary, options, operands, maxOperands } = spec
    return {
      words: [name, ...aliases],
      summary,
      options: [...options.map(completedOption), help],
      ...(name === 'completion' && { operands: shells }),
      takesFiles: maxOperands > 0 && /files|paths|program/.test(operands),
    }
  })
}

const help: CompletedOption = { flags: ['--help', '-h'], description: 'show help', value: { kind: 'none' } }

function completedOption(name: OptionName): CompletedOption {
  const { flags, description } = optionTable[name]
  return {
    flags: [...flags.matchAll(/(?<!\S)--?[a-z][\w-]*/g)].map(([flag]) => flag).toReversed(),
    description,
    value: valueOf(name),
  }
}

function valueOf(name: OptionName): OptionValue {
  const spec: { flags: string; choices?: readonly string[] } = optionTable[name]
  if (spec.choices !== undefined) return { kind: 'words', words: spec.choices }
  if (name === 'model' || name === 'secondLook')
    return { kind: 'words', words: [...Object.keys(registry.aliases), ...Object.keys(registry.modelRegistry)] }
  if (spec.flags.endsWith('<file>')) return { kind: 'file' }
  return { kind: /[>\]]$/.test(spec.flags) ? 'free' : 'none' }
}
