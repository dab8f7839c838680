import type { CompletedCommand, CompletedOption } from './completion-words.js'

/** The script that fish sources, or finds as `completions/outcrop.fish`. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  return [
    '# Completion of outcrop for fish. Use it with: outcrop completion fish | source',
    'complete -c outcrop -e',
    ...commands.flatMap(commandLines),
    '',
  ].join('\n')
}

function commandLines({ words, summary, options, operands, takesFiles }: CompletedCommand): readonly string[] {
  const [name = ''] = words
  const within = `-n '__fish_seen_subcommand_from ${words.join(' ')}'`
  return [
    `complete -c outcrop -f -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...(takesFiles ? [] : [`complete -c outcrop -f ${within}`]),
    ...(operands === undefined ? [] : [`complete -c outcrop -f ${within} -a '${operands.join(' ')}'`]),
    ...options.map((option) => `complete -c outcrop ${within} ${optionWords(option)}`),
  ]
}

function optionWords({ flags, description, value }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
  const what = { none: '', file: '-r -F', free: '-x', words: '' }[value.kind]
  const words = value.kind === 'words' ? `-x -a '${value.words.join(' ')}'` : what
  return [...names, words, '-d', quoted(description)].filter((word) => word !== '').join(' ')
}

/** Between quotes, with what would end them escaped. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
