import { commandNames, commandTable } from './command-table.js'
import type { CommandName } from './command-table.js'

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

function usage(command: CommandName): string {
  return `${command} ${commandTable[command].operands}`.trim()
}
