import { Buffer } from 'node:buffer'
import { encodeErrorFrame, encodeExceptionFrame } from '@outcrop/wire/event-stream'
import { encodeSseEvent } from '@outcrop/wire/sse'
import { anthropicErrorType } from '../answer/anthropic-error.js'
import type { Step } from '../answer/steps.js'
import type { AnswerFault, ErrorFrameFault, ExceptionFault } from './fault.js'
import { usualErrorCode, usualErrorMessage } from './fault-kinds.js'
import { lowerCamel, messageOf, statusOf } from './wordings.js'

/** How the events of an answer are written; `whole`: it is JSON, and one event. */
export type Framing = 'event-stream' | 'sse' | 'whole'

/** A step, or what the writer does not see: silence, and the proper end before all events were sent. */
export type Move = Step | { readonly do: 'pause'; readonly ms: number } | { readonly do: 'end' }

// A reset overtakes what the client has not read yet, or is taken for a proper end by whoever reads both at once.
const beforeResetMs = 50

/** A fault that befalls one event; `split` befalls them all. */
export type EventFault = Exclude<AnswerFault, { kind: 'split' }>

/** What comes in place of the event that a fault befalls; undefined where the fault has nothing to spoil there. */
export function strike(fault: EventFault, event: Uint8Array, framing: Framing): readonly Move[] | undefined {
  switch (fault.kind) {
    case 'reset':
      return [{ do: 'pause', ms: beforeResetMs }, { do: 'reset' }]
    case 'cut':
      return [write(event.subarray(0, Math.min(fault.offset, event.length - 1))), { do: 'cut' }]
    case 'eof':
      return [{ do: 'end' }]
    case 'stall':
      return [{ do: 'pause', ms: fault.ms }, write(event)]
    case 'exception':
      return [write(exceptionEvent(fault, framing)), { do: 'end' }]
    case 'error-frame':
      return [write(errorEvent(fault, framing)), { do: 'end' }]
    case 'checksum':
  }
  return framing === 'event-stream' ? [write(withWrongChecksum(event))] : undefined
}

/** The event that a fault befalls. */
export function eventOf(fault: EventFault): number {
  return fault.atEvent ?? 0
}

function write(bytes: Uint8Array): Move {
  return { do: 'write', bytes }
}

function exceptionEvent({ type, message = messageOf(type) }: ExceptionFault, framing: Framing): Uint8Array {
  if (framing === 'sse') return sseError(anthropicErrorType({ status: statusOf(type), type }), message)
  return encodeExceptionFrame(lowerCamel(type), JSON.stringify({ message }))
}

function errorEvent(fault: ErrorFrameFault, framing: Framing): Uint8Array {
  const { code = usualErrorCode, message = usualErrorMessage } = fault
  return framing === 'sse' ? sseError('api_error', message) : encodeErrorFrame(code, message)
}

function sseError(type: string, message: string): Uint8Array {
  return Buffer.from(
    encodeSseEvent({ event: 'error', data: JSON.stringify({ type: 'error', error: { type, message } }) }),
  )
}

/** All but the last four bytes stay as they are: nothing but the checksum tells. */
function withWrongChecksum(frame: Uint8Array): Uint8Array {
  const broken = Uint8Array.from(frame)
  const last = broken.length - 1
  broken[last] = (broken[last] ?? 0) ^ 0xff
  return broken
}
