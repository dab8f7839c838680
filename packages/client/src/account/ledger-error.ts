import type { Message } from '@outcrop/wire/anthropic'
import { createError } from '../errors/create-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import type { LedgerEntry } from './ledger-entry.js'

/** The error for a record that could not be kept; what came of the attempt goes with it. */
export function ledgerError(
  reason: unknown,
  entry: LedgerEntry,
  came: { readonly answer: { readonly message: Message } } | { readonly failure: OutcropError },
): OutcropError {
  const what = reason instanceof Error ? reason.message : String(reason)
  return createError('ledger_failed', `The ledger could not record the attempt ${entry.id}: ${what}`, {
    ...('answer' in came ? { answer: came.answer.message } : { failure: came.failure }),
    entry,
    region: entry.region,
    model: entry.model ?? entry.calledId,
    ...(entry.requestId !== undefined && { requestId: entry.requestId }),
    ...(reason instanceof Error && { cause: reason }),
  })
}
