import { exitCodes, outcomeMeanings } from '../outcome/outcome.js'
import type { Outcome } from '../outcome/outcome.js'
import { commandNames, commandTable } from './command-table.js'
import type { CommandName, CommandSpec } from './command-table.js'
import { takenByAll } from './option-groups.js'
import { longFlag } from './long-flag.js'
import { optionTable } from './option-table.js'
import type { OptionName } from './option-table.js'
import { usageLine } from './usage-line.js'

/** docs/cli.md, whole: the reference of every command, option and exit code, from the same tables as `--help`. */
export function cliReference(): string {
  return [
    '# The command line',
    '',
    '<!-- Written by `node scripts/cli-reference.js` from packages/cli/src/options; a test keeps it true. -->',
    '',
    introduction,
    '',
    '| command | does |',
    '| --- | --- |',
    ...commandNames.map((name) => `| [\`${usage(name)}\`](#${name}) | ${commandTable[name].summary} |`),
    '',
    ...commandNames.flatMap(commandSection),
    '## Options',
    '',
    '| option | meaning | commands |',
    '| --- | --- | --- |',
    ...(Object.keys(optionTable) as OptionName[]).map(optionRow),
    '',
    ...outcomeSection(),
    ...bareSection,
    ...promptSection,
    ...extractSection,
    ...jsonSection,
  ].join('\n')
}

const introduction = [
  'Results go to standard output, all else to standard error: a pipe holds the answer and nothing more. On a terminal',
  'the answer streams with light styling; in a pipe, a file, or with `NO_COLOR` set it is plain.',
].join('\n')

function usage(command: CommandName): string {
  return `${command} ${commandTable[command].operands}`.trim()
}

function commandSection(command: CommandName): readonly string[] {
  const spec = commandTable[command]
  const aliases =
    spec.aliases.length === 0 ? [] : [`Also: ${spec.aliases.map((alias) => `\`${alias}\``).join(', ')}.`, '']
  return [
    `## ${command}`,
    '',
    '```text',
    `outcrop ${command} ${usageLine(spec)}`,
    '```',
    '',
    spec.description,
    '',
    ...aliases,
    ...spec.examples.map((example) => `- \`${example.line}\` ${example.does}`),
    '',
    `Options: ${spec.options.map((name) => `\`${longFlag(optionTable[name].flags)}\``).join(', ')}.`,
    '',
    ...specialMeanings(spec),
  ]
}

/** What options mean for one command, where that is more special than the table of options says. */
function specialMeanings({ says = {} }: CommandSpec): readonly string[] {
  const lines = Object.entries(says).map(([name, does]) => `- \`${optionTable[name as OptionName].flags}\`: ${does}`)
  return lines.length === 0 ? [] : ['For this command:', '', ...lines, '']
}

function optionRow(name: OptionName): string {
  const spec: { flags: string; alias?: string; description: string; choices?: readonly string[] } = optionTable[name]
  const users = commandNames.filter((command) => commandTable[command].options.includes(name))
  const choices = spec.choices === undefined ? '' : ` (${spec.choices.join(', ')})`
  const alias = spec.alias === undefined ? '' : `; also \`${spec.alias}\``
  const quiet = (takenByAll as readonly OptionName[]).includes(name)
  const where = users.length === commandNames.length ? 'all' : `${users.join(', ')}${quiet ? '; taken by all' : ''}`
  return `| \`${spec.flags}\`${alias} | ${spec.description}${choices} | ${where} |`
}

function outcomeSection(): readonly string[] {
  const outcomes = Object.keys(exitCodes) as Outcome[]
  return [
    '## Exit codes',
    '',
    '| code | `outcome` | meaning |',
    '| ---: | --- | --- |',
    ...outcomes.map((outcome) => `| ${exitCodes[outcome]} | \`${outcome}\` | ${outcomeMeanings[outcome]} |`),
    '',
    'A failure is one line on standard error, `outcrop: what happened. What to do.`, and `--verbose` adds the details.',
    '',
  ]
}

const bareSection = [
  '## The bare form',
  '',
  '`outcrop "a question"` is `outcrop ask "a question"`. A question has a space in it, or stands after `--`. A single word',
  'counts as one only where something is piped in that it can be about (`git diff | outcrop summarise`); any other',
  'single word is taken for a mistyped command and refused, before it costs anything. Words that later versions have',
  'commands for (`replay`, `forecast`, …) are refused even then, so that no script changes its meaning under an update.',
  '',
]

const promptSection = [
  '## How files enter the prompt',
  '',
  'Files, folders and patterns go through one gate (docs/context.md): secrets are not sent, nor ignored files that were not',
  'named one by one, and a line says so. Each file stands whole between tags, and the prompt comes last:',
  '',
  '```text',
  '<document index="1" path="src/form.ts">',
  '…',
  '</document>',
  '',
  'Add input validation',
  '```',
  '',
  'Piped standard input is one more document, with the path `(standard input)`. Where a file itself holds a `document`',
  'tag, all tags of the prompt get a number that no file has (`<document-1 …>`), so that no file can end its own',
  'document. `--diff` and `--staged` add what changed. `--dry-run` shows what would be sent, why, what is left out, and what',
  'it can cost.',
  '',
]

const extractSection = [
  '## Which code `--extract` keeps',
  '',
  'The longest fenced block of the answer (the first of equals), because usage examples and shell lines are shorter than',
  'the code itself; a note says when there were others. Longer and nested fences are understood. Without any fence, the',
  'whole answer is printed, with a note. The model is also told to answer with one block only.',
  '',
]

const jsonSection = [
  '## `--json`',
  '',
  'One object on standard output, whatever happens:',
  '',
  '```json',
  '{"outcome": "ok", "text": "…", "model": "claude-sonnet-4-5", "calledId": "us.anthropic.…", "region": "us-east-1",',
  ' "stopReason": "end_turn", "usage": {"inputTokens": 21, "outputTokens": 317, "cacheReadInputTokens": 0,',
  ' "cacheWriteInputTokens": 0}, "costUsd": 0.004818, "attempts": 1, "requestId": "…", "durationMs": 5210,',
  ' "emulated": false}',
  '```',
  '',
  'What is not known is left out. A failure has `"error": {"code", "message", "remedy"}` besides, and what had come of the',
  'answer. With `--stream-json`, the same object is the last line, with `"type": "result"`.',
  '',
]
