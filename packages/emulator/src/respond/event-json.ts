import type { StreamEvent } from '@outcrop/wire/anthropic'

/**
 * An event as JSON. Nearly all of a stream are pieces of text; those are put together by hand, in the same order of keys,
 * because that takes a fraction of the time.
 */
export function eventJson(event: StreamEvent): string {
  if (event.type !== 'content_block_delta' || event.delta.type !== 'text_delta') return JSON.stringify(event)
  const text = JSON.stringify(event.delta.text)
  return `{"type":"content_block_delta","index":${event.index},"delta":{"type":"text_delta","text":${text}}}`
}
