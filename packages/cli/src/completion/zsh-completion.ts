import type { CompletedCommand, CompletedOption } from './completion-words.js'

/**
 * The script that zsh sources, or finds as `_outcrop` in its function path: there the file is the body of a function of
 * that name when it is called for the first time, and has to complete as well as to define.
 */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef outcrop
# Completion of outcrop for zsh. Use it with: source <(outcrop completion zsh)
# Or keep it as _outcrop in a folder of your fpath.
_outcrop() {
  local -a commands
  commands=(
${commands.map(({ words: [name = ''], summary }) => `    ${described(name, summary)}`).join('\n')}
  )
  local command= i
  for ((i = 2; i < CURRENT; i++)); do
    case $words[i] in
${commands.map(({ words: [name], words }) => `      ${words.join('|')}) command=${name}; break ;;`).join('\n')}
    esac
  done
  case $command in
    '') _describe 'command' commands ;;
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $funcstack[1] == _outcrop ]]; then
  _outcrop "$@"
else
  compdef _outcrop outcrop
fi
`
}

function commandCase({ words: [name], options, operands, takesFiles }: CompletedCommand): string {
  const rest = operands === undefined ? (takesFiles ? "'*:file:_files'" : '') : `'1:what:(${operands.join(' ')})'`
  const specs = [...options.map(optionSpec), ...(rest === '' ? [] : [rest])]
  return [
    `    ${name})`,
    '      shift words; ((CURRENT--))',
    `      _arguments -s ${specs.map((spec) => `\\\n        ${spec}`).join(' ')} ;;`,
  ].join('\n')
}

function optionSpec({ flags, description, value }: CompletedOption): string {
  const names = flags.length > 1 ? `(${flags.join(' ')})'{${flags.join(',')}}'` : (flags[0] ?? '')
  const action = { none: '', file: ':file:_files', free: ':value:' }
  const what = value.kind === 'words' ? `:value:(${value.words.join(' ')})` : action[value.kind]
  return `'${names}[${bare(description).replace(/[[\]:]/g, '\\$&')}]${what}'`
}

const described = (name: string, summary: string): string => `'${name.replaceAll(':', '\\:')}:${bare(summary)}'`

/** Without what would end the quotes. */
const bare = (text: string): string => text.replaceAll("'", '’').split('\n')[0] ?? ''
