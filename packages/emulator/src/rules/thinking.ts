import { isGiven, isObject } from '../request/json.js'
import type { JsonObject } from '../request/json.js'
import type { ChatRequest } from '../request/chat-request.js'
import { lostThought } from '../request/lost-thought.js'
import { type Rule, byModel } from './rule.js'

const docs = 'https://docs.claude.com/en/docs/build-with-claude/extended-thinking'
const leastBudget = 1024

function thinkingOf({ body }: ChatRequest): JsonObject | undefined {
  return isObject(body['thinking']) ? body['thinking'] : undefined
}

/** Two generations, each refusing the other's way, in the words that users have reported of Bedrock. */
export const thinkingTypeAccepted: Rule = (request) => {
  const { thinking } = request.body
  if (!isGiven(thinking)) return undefined
  if (!isObject(thinking))
    return byModel('thinking: Input should be a valid dictionary or object to extract fields from')
  const rules = request.entry.parameters.thinking
  if (!rules) return undefined
  const type = String(thinking['type'])
  if (rules.style === 'none') return byModel('thinking: Extra inputs are not permitted')
  if (rules.style === 'extended' && type === 'adaptive')
    return byModel('adaptive thinking is not supported on this model')
  if (type === 'enabled' && !rules.budgetTokens)
    return byModel(
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
    )
  if (type === 'disabled' && rules.canDisable === false)
    return byModel('"thinking.type.disabled" is not supported for this model.')
  if (['adaptive', 'disabled', 'enabled'].includes(type) || type === 'between_tools') return undefined
  return byModel(
    `thinking: Input tag '${type}' found using 'type' does not match any of the expected tags: 'adaptive', 'disabled', 'enabled'`,
  )
}

/** Sonnet 5.5 cannot be told not to think, but to think between tools at most. */
export const betweenToolsAccepted: Rule = (request) => {
  if (thinkingOf(request)?.['type'] !== 'between_tools') return undefined
  if (request.entry.parameters.thinking?.betweenTools) return undefined
  return byModel('"thinking.type.between_tools" is not supported for this model.')
}

export const thinkingBudgetFits: Rule = (request) => {
  const thinking = thinkingOf(request)
  if (thinking?.['type'] !== 'enabled') return undefined
  const budget = thinking['budget_tokens']
  if (budget === undefined) return byModel('thinking.enabled.budget_tokens: Field required')
  if (!Number.isInteger(budget)) return byModel('thinking.enabled.budget_tokens: Input should be a valid integer')
  if (Number(budget) < leastBudget)
    return byModel(`thinking.enabled.budget_tokens: Input should be greater than or equal to ${leastBudget}`)
  // With interleaved thinking the budget is spent over a whole turn of tool calls, and may be larger.
  if (request.betas.has('interleaved-thinking-2025-05-14') || Number(request.body['max_tokens']) > Number(budget))
    return undefined
  return byModel(
    `\`max_tokens\` must be greater than \`thinking.budget_tokens\`. Please consult our documentation at ${docs}#max-tokens-and-context-window-size`,
  )
}

export const thinkingDisplayIsKnown: Rule = (request) => {
  const thinking = thinkingOf(request)
  const display = thinking?.['display']
  if (!isGiven(display) || display === 'omitted' || display === 'summarized') return undefined
  return byModel(`thinking.${String(thinking?.['type'])}.display: Input should be 'summarized' or 'omitted'`)
}

export const thinkingLeavesTemperature: Rule = (request) => {
  const { temperature } = request.body
  if (thinkingOf(request)?.['type'] !== 'enabled' || !isGiven(temperature) || temperature === 1) return undefined
  return byModel(
    `\`temperature\` may only be set to 1 when thinking is enabled. Please consult our documentation at ${docs}#important-considerations-when-using-extended-thinking`,
  )
}

export const thinkingLeavesToolChoice: Rule = (request) => {
  const choice = request.body['tool_choice']
  if (thinkingOf(request)?.['type'] !== 'enabled' || !isObject(choice)) return undefined
  if (choice['type'] !== 'any' && choice['type'] !== 'tool') return undefined
  return byModel('Thinking may not be enabled when tool_choice forces tool use.')
}

/**
 * Extended thinking: the assistant's last turn has to begin as it came, with its thinking. Refusals of Converse are the
 * last that users have reported. InvokeModel answers such a turn without a thought: Claude Code (2.1.197) depends on it,
 * because it drops the thinking of every message whose `model` is not the id that it calls, which on Bedrock is each.
 */
export const thinkingComesBack: Rule = (request) => {
  const first = request.origin === 'converse' ? lostThought(request) : undefined
  if (!first) return undefined
  return byModel(
    `${first.path}.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${String(first.block['type'])}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks). We recommend you include thinking blocks from previous turns. To avoid this requirement, disable \`thinking\`. Please consult our documentation at ${docs}`,
  )
}
