import type { DiffRequest } from '@outcrop/tasks'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CommandContext } from '../commands/command.js'

/** The operands of a command, and what `--diff` and `--staged` ask for besides. */
export interface DiffWish {
  readonly operands: readonly string[]
  readonly diff?: DiffRequest
}

/**
 * Reads `--diff [range]` and `--staged`. The range may be left out, so that what follows the option can be the first
 * operand instead: a path that is there, because no one names a branch like it, or words, because no range has spaces.
 */
export function diffWish({ options, operands, cwd }: Pick<CommandContext, 'options' | 'operands' | 'cwd'>): DiffWish {
  const { diff, staged = false } = options
  if (diff === undefined && !staged) return { operands }
  const value = diff ?? ''
  const isOperand = value !== '' && (/\s/.test(value) || existsSync(resolve(cwd, value)))
  return {
    operands: isOperand ? [value, ...operands] : operands,
    diff: { ...(value !== '' && !isOperand && { range: value }), ...(staged && { staged }) },
  }
}
