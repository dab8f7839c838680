import type { InvokeRequest } from '@outcrop/client'

/** One turn, as text. */
export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/** What was said, in turn; the user has the last word where an answer is wanted. */
export type Conversation = readonly Turn[]

/** The turns in Anthropic's shape. */
export function turnsOf(conversation: Conversation): NonNullable<InvokeRequest['messages']> {
  return conversation.map(({ role, text }) => ({ role, content: text }))
}
