import type { MessageParam } from '@outcrop/wire/anthropic'
import type { Draft, Rule } from './draft.js'

/**
 * How a value that has to satisfy a schema is asked for: by the model's own structured output where it has that, else
 * by a tool that is forced, else by a tool that the prompt asks for.
 */
export const output: Rule = (draft) => {
  const { output: wish, body, rules } = draft
  if (wish === undefined) return
  if (rules?.structuredOutput === true && wish.native !== undefined) {
    body.output_config = { ...body.output_config, format: { type: 'json_schema', schema: { ...wish.native } } }
    return
  }
  body.tools = [
    {
      name: wish.toolName,
      description: 'Takes the final answer. Its input is the answer, complete and in the form that the schema demands.',
      input_schema: { ...wish.schema, type: 'object' },
    },
  ]
  if (rules?.forcedToolChoice === true && !thinksByRequest(draft)) {
    body.tool_choice = { type: 'tool', name: wish.toolName, disable_parallel_tool_use: true }
    return
  }
  body.messages = askedFor(body.messages ?? [], wish.toolName)
}

/** A model that was told to think takes no tool that is forced upon it. */
function thinksByRequest({ body }: Draft): boolean {
  return body.thinking?.type === 'enabled' || body.thinking?.type === 'adaptive'
}

function askedFor(turns: readonly MessageParam[], toolName: string): MessageParam[] {
  const last = turns.at(-1)
  if (last?.role !== 'user') return [...turns]
  const text = `Give your answer by calling the tool ${toolName}, once, and write nothing beside it.`
  const said = typeof last.content === 'string' ? [{ type: 'text' as const, text: last.content }] : last.content
  return [...turns.slice(0, -1), { ...last, content: [...said, { type: 'text', text }] }]
}
