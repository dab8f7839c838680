import type { AttemptEnd, AttemptStart, ObservedEvent } from './events.js'
import type { Listener } from './observation.js'

/** What BEDROCK_DEBUG shows: a line when an attempt begins, and one when it ends. */
function debugLine(event: ObservedEvent): string | undefined {
  if (event.type === 'outcrop:attempt:start') return startLine(event)
  return event.type === 'outcrop:attempt:end' ? endLine(event) : undefined
}

function startLine({ callId, attempt, calledId, region, surface, operation, waitedMs }: AttemptStart): string {
  const waited = waitedMs > 0 ? ` after a wait of ${Math.round(waitedMs)} ms` : ''
  return `[outcrop] ${callId} attempt ${attempt}: ${operation} of ${calledId} in ${region} (${surface})${waited}`
}

function endLine(event: AttemptEnd): string {
  const { callId, attempt, outcome, message, status, requestId, durationMs, firstEventMs, usage, costUsd } = event
  const facts = [
    `${Math.round(durationMs)} ms`,
    firstEventMs === undefined ? '' : `first event after ${Math.round(firstEventMs)} ms`,
    status === undefined ? '' : `status ${status}`,
    requestId === undefined ? '' : `request id ${requestId}`,
    usage === undefined ? '' : `${usage.inputTokens} tokens in, ${usage.outputTokens} out`,
    costUsd === undefined ? '' : `$${costUsd.toFixed(6)}`,
    message === undefined ? '' : message.replaceAll(/\s+/g, ' '),
  ]
  return `[outcrop] ${callId} attempt ${attempt}: ${outcome}, ${facts.filter((fact) => fact !== '').join(', ')}`
}

/** Writes those lines, through `redact`. */
export function createDebug(write: (line: string) => void, redact: (text: string) => string): Listener {
  return (event) => {
    const line = debugLine(event)
    if (line !== undefined) write(redact(line))
  }
}
