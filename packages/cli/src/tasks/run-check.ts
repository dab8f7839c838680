import { runCommand, systemClock } from '@outcrop/tasks'
import type { CommandRun } from '@outcrop/tasks'
import type { CommandContext } from '../commands/command.js'
import type { ProgressLine } from '../terminal/progress-line.js'

const usualSeconds = 600

/** Runs the command of `--verify` in the folder of the command line. */
export function checkOf(
  { options, cwd, env, signal }: Pick<CommandContext, 'options' | 'cwd' | 'env' | 'signal'>,
  command: string,
  progress: Pick<ProgressLine, 'show'>,
): () => Promise<CommandRun> {
  const timeoutMs = (options.timeout ?? usualSeconds) * 1000
  return () => {
    progress.show(`running ${command}`)
    return runCommand({ command, cwd, env, timeoutMs, signal, clock: systemClock })
  }
}
