import type { Ledger, LedgerEntry } from '@outcrop/client'
import type { SqliteLedger } from '@outcrop/ledger'
import type { Output } from '../terminal/output.js'
import { ledgerFailure } from './ledger-failure.js'

/** The ledger of one command. */
export interface CommandLedger extends Ledger {
  close(): Promise<void>
}

/**
 * Keeps the records of a command's calls. The file is opened with the first of them, so that no answer waits for it. If
 * it cannot be, one line says so with what is missing in it: an answer that is paid for is worth more than its record.
 * A budget is another matter: what cannot be counted may not be spent. `local`: the local Bedrock answers, which bills
 * nobody, so that calls are held to what emulators may spend even where the money itself is gone.
 */
export function createCommandLedger(home: string, output: Output, local: boolean): CommandLedger {
  let opened: Promise<SqliteLedger> | undefined
  const open = () => (opened ??= import('@outcrop/ledger').then(({ openLedger }) => openLedger({ home })))
  return {
    async record(entry) {
      try {
        await (await open()).record(entry)
      } catch (error) {
        const { message, remedy } = ledgerFailure(error)
        output.problem(`outcrop: not recorded: ${summaryOf(entry)}. ${message}. ${remedy}`)
      }
    },
    budgets: {
      async reserve(id, scopes, nanoUsd) {
        const counted = local ? scopes.filter(({ name }) => name.startsWith('emulated ')) : scopes
        try {
          return await (await open()).budgets.reserve(id, counted, nanoUsd)
        } catch (error) {
          throw ledgerFailure(error)
        }
      },
      async settle(...spent) {
        try {
          await (await open()).budgets.settle(...spent)
        } catch (error) {
          // The money stays reserved, so that the budget holds.
          const { message, remedy } = ledgerFailure(error)
          output.problem(`outcrop: the budget still holds the most that the call could cost. ${message}. ${remedy}`)
        }
      },
    },
    async close() {
      const ledger = await opened?.catch(() => undefined)
      await ledger?.close()
    },
  }
}

/** What the ledger lacks without the entry, in a few words. */
function summaryOf({ id, model, calledId, tokens, nanoUsd }: LedgerEntry): string {
  const input = tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
  const cost = nanoUsd === undefined ? 'cost unknown' : `$${nanoUsd / 1_000_000_000}`
  return `${model ?? calledId}, ${input} tokens in, ${tokens.output} out, ${cost} (${id})`
}
