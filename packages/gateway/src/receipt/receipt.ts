import type { Reply } from '@outcrop/client'
import type { Note } from '../exchange/exchange.js'

/** What a caller may know of how its answer was made. */
export interface Receipt {
  readonly model: string
  /** The id that Bedrock was called by, and where. */
  readonly calledId: string
  readonly region: string
  readonly surface: string
  readonly attempts: number
  /** For quota and between attempts, in milliseconds. */
  readonly waitedMs: number
  readonly costUsd?: number
  /** What of the request was left out because Bedrock does not take it. */
  readonly dropped?: readonly string[]
  readonly emulated?: true
}

/** Header, trailer and comment by which it travels. */
export const receiptName = 'x-outcrop-receipt'

export function receiptOf(reply: Reply, dropped: readonly string[] = []): Receipt {
  const { model, attempts, costUsd, emulated } = reply
  return {
    model: model.key ?? model.calledId,
    calledId: model.calledId,
    region: model.region,
    surface: model.surface,
    attempts,
    waitedMs: waitOf(reply),
    ...(costUsd !== undefined && { costUsd }),
    ...(dropped.length > 0 && { dropped }),
    ...(emulated && { emulated }),
  }
}

function waitOf({ history }: Reply): number {
  return Math.round(history.reduce((all, { waitedMs }) => all + waitedMs, 0))
}

/** As a header may hold it: what is not printable ASCII is escaped. */
export function receiptText(receipt: Receipt): string {
  return JSON.stringify(receipt).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Headers of an answer that is whole. */
export function receiptHeaders(receipt: Receipt): Readonly<Record<string, string>> {
  return { [receiptName]: receiptText(receipt), ...(receipt.emulated && { 'x-outcrop-emulator': '1' }) }
}

/** Writes what a reply tells into the note of its answer. */
export function noteReply(note: Note, reply: Reply): void {
  const { usage, costUsd, model, attempts } = reply
  note.model = model.key ?? model.calledId
  note.attempts = attempts
  note.waitedMs = waitOf(reply)
  note.inputTokens = usage.inputTokens
  note.outputTokens = usage.outputTokens
  note.cacheReadInputTokens = usage.cacheReadInputTokens
  note.cacheWriteInputTokens = usage.cacheWriteInputTokens
  if (costUsd !== undefined) note.costUsd = costUsd
}
