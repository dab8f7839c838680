import type { JournalEntry } from '@outcrop/emulator'
import { modelCalls } from './verdict.js'

const streaming: ReadonlySet<string> = new Set(['InvokeModelWithResponseStream', 'ConverseStream'])

/** Which calls get the faults. */
export interface Aim {
  readonly match: { readonly operation: string; readonly nth?: number }
  /** Event 3 is inside the text of any streamed answer; an answer that is not streamed is one event, number 0. */
  readonly atEvent: number
}

/**
 * Chooses from the calls of a clean run: those of the first operation that streams, or where none does, of the first
 * that was called. Undefined where no model was called.
 */
export function aimAt(journal: readonly JournalEntry[], which: 'first' | 'each'): Aim | undefined {
  const calls = modelCalls(journal)
  const call = calls.find(isStreamed) ?? calls[0]
  if (call === undefined) return undefined
  const { operation } = call
  return { match: { operation, ...(which === 'first' && { nth: 1 }) }, atEvent: isStreamed(call) ? 3 : 0 }
}

/** The Messages API says so in the body, Bedrock's own operations by their name. */
function isStreamed({ operation, request }: JournalEntry): boolean {
  if (operation !== 'Messages') return streaming.has(operation)
  return (
    typeof request.body === 'object' &&
    request.body !== null &&
    'stream' in request.body &&
    request.body.stream === true
  )
}
