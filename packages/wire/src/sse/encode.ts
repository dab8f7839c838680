import type { SseEvent } from './sse-event.js'

export type SseEventToEncode = Pick<SseEvent, 'data'> & Partial<SseEvent>
export function encodeSseEvent(_event: SseEventToEncode): string {
  throw new Error('not written yet')
}
export function encodeSseComment(_text: string): string {
  throw new Error('not written yet')
}
