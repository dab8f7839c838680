import type { Rule } from './draft.js'
import { refusal } from './draft.js'

/** Levels of effort, lowest first, as far as any model has them. */
const ladder = ['low', 'medium', 'high', 'xhigh', 'max']

/** How much work the model may put into an answer. */
export const effort: Rule = (draft) => {
  const { body, defaults, rules } = draft
  if (rules === undefined) return
  const levels = rules.effort?.levels ?? []
  const asked = body.output_config?.effort ?? undefined
  if (asked === undefined) {
    const wish = defaults.effort
    if (wish === undefined || !levels.includes(wish)) return
    body.output_config = { ...body.output_config, effort: wish }
  } else if (rules.effort === undefined) {
    throw refusal(draft, 'has no levels of effort', 'Leave out effort.')
  } else if (!levels.includes(asked)) {
    throw refusal(draft, `has no effort ${asked}`, `Use one of ${levels.join(', ')}.`)
  }
  const most = rules.effort?.maxWhenThinkingDisabled
  const reduced = body.thinking?.type === 'disabled' || body.thinking?.type === 'between_tools'
  const level = body.output_config?.effort ?? ''
  if (reduced && most !== undefined && ladder.indexOf(level) > ladder.indexOf(most)) {
    throw refusal(
      draft,
      `takes effort above ${most} only while it thinks`,
      `Lower effort to ${most}, or leave out thinking.`,
    )
  }
  const beta = rules.effort?.beta
  if (beta !== undefined) body.anthropic_beta = [...new Set([...(body.anthropic_beta ?? []), beta])]
}
