import type { Rule } from './draft.js'
import { refusal } from './draft.js'

/**
 * What an answer may have at most if nobody says: enough for a long file, and small enough not to lock the quota of a
 * whole team, because Bedrock reserves it for the time of the call.
 */
export const usualMaxTokens = 8192

/** `max_tokens` is demanded by Bedrock and bounded by the model. */
export const maxTokens: Rule = (draft) => {
  const { body, defaults, entry } = draft
  const most = entry?.maxOutputTokens ?? Infinity
  const budget = body.thinking?.type === 'enabled' ? body.thinking.budget_tokens : 0
  const asked = body.max_tokens ?? undefined
  if (asked === undefined) {
    body.max_tokens = Math.min(budget + (defaults.maxTokens ?? usualMaxTokens), most)
    return
  }
  if (!Number.isInteger(asked) || asked < 1) {
    throw refusal(draft, `cannot answer with max_tokens ${asked}`, 'Give max_tokens as a whole number of at least 1.')
  }
  if (asked > most) {
    throw refusal(
      draft,
      `answers with at most ${most} tokens, and max_tokens is ${asked}`,
      `Lower max_tokens to ${most} or less.`,
    )
  }
  if (budget >= asked) {
    throw refusal(
      draft,
      `takes a thinking budget (${budget}) only below max_tokens (${asked}), which includes it`,
      'Raise max_tokens above thinking.budget_tokens, or lower the budget.',
    )
  }
}
