import type { StreamEvent } from '@outcrop/wire/anthropic'
import { encodeSseEvent } from '@outcrop/wire/sse'
import { errorBody } from './error-answer.js'

/** An event as server-sent text. What Bedrock adds to the last one is left out: Anthropic's API has no such member. */
export function eventText(event: StreamEvent): string {
  const data = event.type === 'message_stop' ? { type: event.type } : event
  return encodeSseEvent({ event: event.type, data: JSON.stringify(data) })
}

/** The last words of a stream that broke. */
export function errorEventText(reason: unknown): string {
  return encodeSseEvent({ event: 'error', data: JSON.stringify(errorBody(reason)) })
}

/** Says that the connection lives while the model is silent. */
export const pingText = encodeSseEvent({ event: 'ping', data: '{"type":"ping"}' })
