import { CommandError } from '../outcome/command-error.js'

/** What is wrong with the ledger's file, as a failure of a command. */
export function ledgerFailure(error: unknown): CommandError {
  const { message, remedy }: { message: string; remedy?: unknown } =
    error instanceof Error ? error : { message: String(error) }
  return new CommandError({
    code: 'ledger',
    outcome: 'error',
    message,
    remedy: typeof remedy === 'string' ? remedy : 'Set OUTCROP_HOME to another folder.',
  })
}
