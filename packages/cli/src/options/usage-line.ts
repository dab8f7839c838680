import type { CommandSpec } from './command-table.js'

/** What stands after the command's name: `<prompt> [files...] [options]`. Options come first where all else is another program's. */
export function usageLine({ operands, passesThrough }: CommandSpec): string {
  const parts = passesThrough === true ? ['[options]', operands] : [operands, '[options]']
  return parts.filter((part) => part !== '').join(' ')
}
