import type { ConverseStreamEvent } from './stream-event.js'

/**
 * The JSON text of an event's payload as Bedrock writes it: with the padding `p` at its alphabetical place among
 * the keys (`contentBlockIndex, delta, p` and `p, stopReason`).
 */
export function converseEventJson(payload: ConverseStreamEvent['payload'], padding?: string): string {
  if (padding === undefined) return JSON.stringify(payload)
  const members = Object.entries(payload)
  const after = members.findIndex(([key]) => key > 'p')
  members.splice(after === -1 ? members.length : after, 0, ['p', padding])
  return JSON.stringify(Object.fromEntries(members))
}
