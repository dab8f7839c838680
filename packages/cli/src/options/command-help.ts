import type { CommandSpec } from './command-spec.js'
import { commandTable } from './command-table.js'
import type { CommandName } from './command-table.js'
import { commandProgram } from './parse.js'

/** Wider lines break in a terminal that was left as it opened. */
const widest = 80

/** What `outcrop <command> --help` prints. */
export function commandHelp(command: CommandName): string {
  const { examples, aliases } = commandTable[command]
  const also = aliases.length === 0 ? '' : `\nAlso: ${aliases.map((alias) => `outcrop ${alias}`).join(', ')}\n`
  return `${commandProgram(command).helpInformation()}${also}\nExamples:\n${exampleLines(examples).join('\n')}\n`
}

/** In two columns where they fit, else each with its meaning on a line below. */
function exampleLines(examples: CommandSpec['examples']): readonly string[] {
  const width = Math.max(...examples.map((example) => example.line.length))
  const columns = examples.map(({ line, does }) => `  ${line.padEnd(width)}  ${does}`)
  if (columns.every((line) => line.length <= widest)) return columns
  return examples.flatMap(({ line, does }) => [`  ${line}`, `      ${does}`])
}
