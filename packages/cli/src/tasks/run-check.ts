import { runCommand, systemClock } from '@outcrop/tasks'
import type { CommandRun } from '@outcrop/tasks'
import type { CommandContext } from '../commands/command.js'
import type { TaskProgress } from './task-progress.js'

const usualSeconds = 600

/** Runs the command of `--verify` in the folder of the command line, with more variables where these are given. */
export function checkOf(
  { options, cwd, env, signal }: Pick<CommandContext, 'options' | 'cwd' | 'env' | 'signal'>,
  command: string,
  progress: Pick<TaskProgress, 'command'>,
): (variables?: Readonly<Record<string, string>>) => Promise<CommandRun> {
  const timeoutMs = (options.timeout ?? usualSeconds) * 1000
  return (variables = {}) => {
    progress.command(command)
    return runCommand({ command, cwd, env: { ...env, ...variables }, timeoutMs, signal, clock: systemClock })
  }
}
