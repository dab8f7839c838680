import type { Rule } from './draft.js'
import { refusal } from './draft.js'

/** Forced tool choice, structured output and strict tools, which many models on Bedrock refuse. */
export const toolsAndFormat: Rule = (draft) => {
  const { body, rules } = draft
  const choice = body.tool_choice?.type
  if (rules?.forcedToolChoice === false && (choice === 'any' || choice === 'tool')) {
    throw refusal(
      draft,
      `decides by itself whether to use a tool, and tool_choice is ${choice}`,
      "Use tool_choice: { type: 'auto' }, and ask for the tool in the prompt.",
    )
  }
  if (rules?.structuredOutput !== false) return
  if ((body.output_config?.format ?? undefined) !== undefined) {
    throw refusal(
      draft,
      'has no structured output on Bedrock',
      'Leave out output_config.format, and ask for JSON in the prompt or through a tool.',
    )
  }
  if (body.tools?.some((tool) => 'strict' in tool && tool.strict) === true) {
    throw refusal(
      draft,
      'has no strict tools on Bedrock',
      'Leave out strict, and check the input of the tool yourself.',
    )
  }
}
