import type { StreamEvent } from '@outcrop/wire/anthropic'

/** Whether a call of a tool begins, by the model or by the service for it. */
export function beginsToolCall(event: StreamEvent): boolean {
  return event.type === 'content_block_start' && event.content_block.type.endsWith('tool_use')
}
