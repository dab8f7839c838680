import { WireError } from '../wire-error.js'
import type { ErrorEvent } from './stream-event.js'

/** The error that an `error` event reports: its type and message, as far as they are there. */
export function errorOfEvent(event: ErrorEvent): WireError {
  // Read with care: it is what a server sends when something is wrong with it.
  const { type, message } = (event.error ?? {}) as { type?: unknown; message?: unknown }
  const kind = typeof type === 'string' ? type : 'error'
  return new WireError('error_event', typeof message === 'string' ? `${kind}: ${message}` : kind)
}
