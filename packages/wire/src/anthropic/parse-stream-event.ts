import { WireError } from '../wire-error.js'
import type { StreamEvent } from './stream-event.js'

/**
 * Reads the JSON text of one event. Only that it is an object with a `type` is checked here: an event of unknown
 * type passes, and what the known ones must hold is checked where it is used.
 *
 * @throws WireError `protocol` if the text is not such an object; the text itself is not in the message.
 */
export function parseStreamEvent(json: string): StreamEvent {
  let event: unknown
  try {
    event = JSON.parse(json)
  } catch {
    throw new WireError('protocol', `a stream event of ${json.length} characters is not JSON`)
  }
  if (typeof event !== 'object' || event === null || !('type' in event) || typeof event.type !== 'string') {
    throw new WireError('protocol', 'a stream event without a type')
  }
  return event as StreamEvent
}
