import { commandNames, commandTable } from './command-table.js'
import type { CommandName } from './command-table.js'
import { commandProgram } from './parse.js'

/** What `outcrop --help` prints. */
export function overview(version: string): string {
  const width = Math.max(...commandNames.map((name) => usage(name).length))
  const commands = commandNames.map((name) => `  ${usage(name).padEnd(width)}  ${commandTable[name].summary}`)
  return [
    `outcrop ${version}: Claude on Amazon Bedrock for code`,
    '',
    'Usage: outcrop <command> [options]',
    '       outcrop "a question" [files...] [options]',
    '',
    'Commands:',
    ...commands,
    '',
    'Try it without an AWS account:',
    '  outcrop generate "median in TypeScript" --local',
    '',
    'outcrop <command> --help shows the options of a command; outcrop --version the version.',
    '',
  ].join('\n')
}

/** What `outcrop <command> --help` prints. */
export function commandHelp(command: CommandName): string {
  const { examples, aliases } = commandTable[command]
  const width = Math.max(...examples.map((example) => example.line.length))
  const lines = examples.map((example) => `  ${example.line.padEnd(width)}  ${example.does}`)
  const also = aliases.length === 0 ? '' : `\nAlso: ${aliases.map((alias) => `outcrop ${alias}`).join(', ')}\n`
  return `${commandProgram(command).helpInformation()}${also}\nExamples:\n${lines.join('\n')}\n`
}

function usage(command: CommandName): string {
  return `${command} ${commandTable[command].operands}`.trim()
}
