import type { MessageParam } from '@outcrop/wire/anthropic'
import type { Draft, Rule } from './draft.js'
import { refusal } from './draft.js'

function checkSources(draft: Draft, message: MessageParam): void {
  if (typeof message.content === 'string') return
  for (const block of message.content) {
    if (block.type !== 'image' && block.type !== 'document') continue
    const source = (block as { source?: { type?: unknown } }).source?.type
    if (source === 'url' || source === 'file') {
      throw refusal(
        draft,
        `on Bedrock takes no ${block.type} by ${source}`,
        `Fetch the ${block.type} and send it with a source of type base64.`,
      )
    }
  }
}

/** What a conversation may consist of and how it may end. */
export const messages: Rule = (draft) => {
  const turns = draft.body.messages ?? []
  for (const turn of turns) checkSources(draft, turn)
  if (draft.rules?.prefill === false && turns.at(-1)?.role === 'assistant') {
    throw refusal(
      draft,
      'does not continue a turn of its own',
      'Let the conversation end with a turn of the user; say there how the answer is to begin.',
    )
  }
}
