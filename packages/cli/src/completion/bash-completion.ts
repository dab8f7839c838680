import type { CompletedCommand, CompletedOption } from './completion-words.js'

/** The script that bash sources. Where it knows nothing better, bash completes files. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const options = distinct(commands.flatMap((command) => command.options))
  return `# Completion of outcrop for bash. Use it with: source <(outcrop completion bash)
_outcrop() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= words= i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      --) return ;;
${commands.map(({ words: [name], words }) => `      ${words.join('|')}) command=${name}; break ;;`).join('\n')}
      ${flagsWithValue(options).join('|')}) ((i++)) ;;
    esac
  done
  case $previous in
${options.flatMap(valueCase).join('\n')}
  esac
  case $command in
    '') words='${commands.flatMap(({ words }) => words).join(' ')} --help --version' ;;
${commands.map(commandCase).join('\n')}
  esac
  if [[ $current == -* || -z $command ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case $command in
${commands.flatMap(operandCase).join('\n')}
  esac
}
complete -o bashdefault -o default -F _outcrop outcrop
`
}

function distinct(options: readonly CompletedOption[]): readonly CompletedOption[] {
  return [...new Map(options.map((option) => [option.flags.join(), option])).values()]
}

function flagsWithValue(options: readonly CompletedOption[]): readonly string[] {
  return options.filter(({ value }) => value.kind !== 'none').flatMap(({ flags }) => flags)
}

function valueCase({ flags, value }: CompletedOption): readonly string[] {
  if (value.kind === 'words') {
    const words = value.words.join(' ')
    return [`    ${flags.join('|')}) COMPREPLY=($(compgen -W '${words}' -- "$current")); return ;;`]
  }
  if (value.kind === 'file') return [`    ${flags.join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;`]
  // Nothing, and not the files that bash would offer then.
  return value.kind === 'free' ? [`    ${flags.join('|')}) compopt +o default +o bashdefault; return ;;`] : []
}

const commandCase = ({ words: [name], options }: CompletedCommand): string =>
  `    ${name}) words='${options.flatMap(({ flags }) => flags).join(' ')}' ;;`

function operandCase({ words: [name], operands, takesFiles }: CompletedCommand): readonly string[] {
  if (operands !== undefined) {
    return [`    ${name}) COMPREPLY=($(compgen -W '${operands.join(' ')}' -- "$current")); compopt +o default ;;`]
  }
  return takesFiles ? [] : [`    ${name}) compopt +o default +o bashdefault ;;`]
}
