import type { ContentBlockParam, MessageParam } from '@outcrop/wire/anthropic'
import type { SchemaFault } from '../errors/answer-error.js'
import type { NormalRequest, Reply } from '../invocation/index.js'

/** The request that asks for the same value again, with the answer that was not it and what is wrong with that. */
export function repairRequest(
  request: NormalRequest,
  { message }: Reply,
  faults: readonly SchemaFault[],
): NormalRequest {
  const told = `The answer does not satisfy the schema:\n${faultLines(faults)}\nGive the whole answer again, corrected.`
  const calls = message.content.filter((block) => block.type === 'tool_use')
  const results = calls.map(({ id }): ContentBlockParam => ({
    type: 'tool_result',
    tool_use_id: id,
    content: told,
    is_error: true,
  }))
  const turn: MessageParam = { role: 'user', content: results.length > 0 ? results : told }
  // An answer of nothing is no turn that could be sent back.
  const answered: MessageParam[] =
    message.content.length > 0 ? [{ role: 'assistant', content: message.content as ContentBlockParam[] }] : []
  const messages = [...(request.body.messages ?? []), ...answered, turn]
  return { ...request, body: { ...request.body, messages } }
}

/** One line for each fault. */
export function faultLines(faults: readonly SchemaFault[]): string {
  return faults.map(({ path, message }) => `- ${path === '' ? 'the answer' : path}: ${message}`).join('\n')
}
