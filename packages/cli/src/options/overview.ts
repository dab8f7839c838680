import { commandTable } from './command-table.js'
import type { CommandName } from './command-table.js'

/** The commands, by what one is at. */
const groups: readonly (readonly [heading: string, commands: readonly CommandName[]])[] = [
  ['Ask and write', ['ask', 'generate', 'design']],
  ['Judge code', ['review', 'audit']],
  ['Change files', ['edit', 'refactor', 'document', 'fix', 'write-tests', 'apply', 'undo', 'log']],
  ['See to the set-up', ['health', 'doctor', 'models', 'tokens', 'quota', 'iam', 'usage', 'config', 'completion']],
  ['Serve and test', ['emulate', 'serve', 'exec']],
]

/** What `outcrop --help` prints. */
export function overview(version: string): string {
  const width = Math.max(...groups.flatMap(([, commands]) => commands.map((name) => name.length)))
  const sections = groups.flatMap(([heading, commands]) => [
    `${heading}:`,
    ...commands.map((name) => `  ${name.padEnd(width)}  ${commandTable[name].summary}`),
    '',
  ])
  return [
    `outcrop ${version}: Claude on Amazon Bedrock for code`,
    '',
    'Usage: outcrop <command> [options]',
    '       outcrop "a question" [files...] [options]',
    '',
    ...sections,
    'Try it without an AWS account:',
    '  outcrop generate "median in TypeScript" --local',
    '',
    'outcrop <command> --help shows what a command takes, with examples.',
    '',
  ].join('\n')
}
