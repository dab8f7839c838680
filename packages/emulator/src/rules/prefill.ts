import { type Rule, byModel } from './rule.js'

/** Claude 4.6 and later end on the user's turn. */
export const prefillAccepted: Rule = ({ entry, turns }) => {
  if (entry.parameters.prefill !== false || turns.at(-1)?.role !== 'assistant') return undefined
  return byModel(
    'This model does not support assistant message prefill. The conversation must end with a user message.',
  )
}

export const prefillEndsInText: Rule = ({ turns }) => {
  const last = turns.at(-1)
  const block = last?.role === 'assistant' ? last.blocks.at(-1)?.block : undefined
  if (block?.['type'] !== 'text' || !/\s$/.test(String(block['text']))) return undefined
  return byModel('messages: final assistant content cannot end with trailing whitespace')
}
