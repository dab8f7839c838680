import type { InvokeRequest } from '@outcrop/client'

/** One turn, as text. */
export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly text: string
  /** Texts that go before it, such as the files it is about: sent as a block of their own, which can be cached. */
  readonly documents?: string
}

/** What was said, in turn; the user has the last word where an answer is wanted. */
export type Conversation = readonly Turn[]

/** The turns in Anthropic's shape. */
export function turnsOf(conversation: Conversation): NonNullable<InvokeRequest['messages']> {
  return conversation.map(({ role, text, documents }) =>
    documents === undefined || documents === ''
      ? { role, content: text }
      : {
          role,
          content: [
            { type: 'text', text: documents },
            { type: 'text', text },
          ],
        },
  )
}
