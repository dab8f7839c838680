import type { Message } from '@outcrop/wire/anthropic'

/** All text blocks of a message, joined. */
export function textOf(message: Message): string {
  let text = ''
  for (const block of message.content) if (block.type === 'text') text += (block as { text: string }).text
  return text
}
