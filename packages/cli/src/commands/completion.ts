import { bashCompletion } from '../completion/bash-completion.js'
import { completedCommands, shells } from '../completion/completion-words.js'
import type { CompletedCommand, Shell } from '../completion/completion-words.js'
import { fishCompletion } from '../completion/fish-completion.js'
import { zshCompletion } from '../completion/zsh-completion.js'
import { usageError } from '../outcome/command-error.js'
import type { CommandRun } from './command.js'

const scripts: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

/** `outcrop completion <shell>`: the script that completes this very version. */
export const run: CommandRun = async ({ operands, output, options, commands }) => {
  const [word] = operands
  const shell = shells.find((one) => one === word)
  if (shell === undefined) {
    throw usageError(
      word === undefined ? 'completion needs the shell' : `there is no completion for ${word}`,
      `Name one of ${shells.join(', ')}, e.g. source <(outcrop completion bash)`,
    )
  }
  const script = scripts[shell](completedCommands(commands))
  if (options.json !== true) await output.result(script)
  return { outcome: 'ok', report: { shell, script } }
}
