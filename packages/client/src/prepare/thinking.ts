import type { Rule } from './draft.js'
import { refusal } from './draft.js'

/** How a model may be told to think. */
export const thinking: Rule = (draft) => {
  const asked = draft.body.thinking
  const rules = draft.rules?.thinking
  if (asked === undefined || rules === undefined) return
  switch (asked.type) {
    case 'disabled':
      if (rules.style !== 'none' && rules.canDisable === false) {
        const instead = rules.betweenTools === true ? "; the least is { type: 'between_tools' }" : ''
        throw refusal(
          draft,
          `always thinks, and thinking is disabled${instead}`,
          'Leave out thinking, or lower effort.',
        )
      }
      return
    case 'enabled':
      if (rules.style === 'none') throw refusal(draft, 'cannot think', 'Leave out thinking, or use a newer model.')
      if (!rules.budgetTokens) {
        throw refusal(
          draft,
          'decides by itself how long it thinks, and takes no budget_tokens',
          "Use thinking: { type: 'adaptive' }, and effort.",
        )
      }
      return
    case 'adaptive':
      if (rules.style !== 'adaptive') {
        throw refusal(
          draft,
          'does not decide by itself how long it thinks',
          "Use thinking: { type: 'enabled', budget_tokens }, or leave it out.",
        )
      }
      return
    case 'between_tools':
      if (rules.betweenTools === false || rules.style !== 'adaptive') {
        throw refusal(
          draft,
          "has no thinking of type 'between_tools'",
          "Use thinking: { type: 'disabled' } or 'adaptive'.",
        )
      }
      return
    default:
      // A type that is newer than this code: Bedrock judges.
      return
  }
}
