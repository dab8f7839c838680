import type { JournalDraft } from '../journal/journal-entry.js'
import type { Fault } from './fault.js'

/** Writes down that a request is to have a fault; whether it comes to that is another question. */
export function noteFault(entry: JournalDraft, fault: Fault): void {
  const atEvent = 'atEvent' in fault ? fault.atEvent : undefined
  entry.fault = { kind: fault.kind, ...(atEvent !== undefined && { atEvent }), fired: false }
}

/** Writes down that it came to it; before the client can notice, so that whoever noticed finds it here. */
export function fire(entry: JournalDraft): void {
  if (entry.fault && !entry.fault.fired) entry.fault = { ...entry.fault, fired: true }
}
