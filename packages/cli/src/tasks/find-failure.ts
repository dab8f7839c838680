import type { CommandContext, CommandResult } from '../commands/command.js'
import { CommandError, usageError } from '../outcome/command-error.js'
import { describeFailure } from '../outcome/failure.js'
import { createProgressLine } from '../terminal/progress-line.js'
import type { EditWish } from './run-edits.js'
import { checkOf } from './run-check.js'

/** How the command of `--verify` does on the files as they are. */
export interface FoundFailure {
  /** What it printed, where it fails and has to be mended. */
  readonly failure?: string
  /** The end of the command, where there is nothing to ask a model. */
  readonly end?: CommandResult
}

/**
 * Finds out how things stand before anything is asked and paid for. What is piped in is the failure, and spares the run.
 *
 * @throws CommandError if there is no failure to mend
 */
export async function findFailure(
  context: CommandContext,
  { begins, piped }: { readonly begins: EditWish['begins']; readonly piped: string | undefined },
): Promise<FoundFailure | undefined> {
  const { options, output, clock, operands } = context
  if (begins === undefined) return undefined
  if (options.verify === undefined) {
    if (begins === 'failing' && piped === undefined && operands.length === 0) {
      throw usageError(
        'fix needs a failure to mend',
        'Pipe a log in, or name the command that fails: --verify "npm test"',
      )
    }
    return undefined
  }
  if (begins === 'failing' && piped !== undefined) return undefined
  const progress = createProgressLine(output, clock)
  const shown = { command: (command: string) => progress.show(`running ${command}`) }
  const check = checkOf(context, options.verify, shown)
  const { passed, output: said } = await check().finally(() => progress.clear())
  const { trimOutput } = await import('@outcrop/tasks')
  if (begins === 'failing' && passed) {
    output.note(`outcrop: ${options.verify} passes: there is nothing to mend`)
    return { end: { outcome: 'ok', report: { edits: [], applied: false } } }
  }
  if (begins === 'failing') return { failure: trimOutput(said, 20_000) }
  if (passed) return undefined
  const failure = describeFailure(
    new CommandError({
      code: 'verification_failed',
      outcome: 'verification_failed',
      message: `${options.verify} fails on the files as they are, so no new test could be judged; nothing was asked`,
      remedy: 'Mend it first: outcrop fix --verify does.',
    }),
  )
  return { end: { outcome: 'verification_failed', failure, report: { edits: [], applied: false } } }
}
