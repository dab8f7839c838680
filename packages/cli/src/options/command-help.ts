import { commandTable } from './command-table.js'
import type { CommandName } from './command-table.js'
import { commandProgram } from './parse.js'

/** What `outcrop <command> --help` prints. */
export function commandHelp(command: CommandName): string {
  const { examples, aliases } = commandTable[command]
  const width = Math.max(...examples.map((example) => example.line.length))
  const lines = examples.map((example) => `  ${example.line.padEnd(width)}  ${example.does}`)
  const also = aliases.length === 0 ? '' : `\nAlso: ${aliases.map((alias) => `outcrop ${alias}`).join(', ')}\n`
  return `${commandProgram(command).helpInformation()}${also}\nExamples:\n${lines.join('\n')}\n`
}
