import type { ContentBlock } from '@outcrop/wire/anthropic'
import type { ChatRequest } from '../../request/chat-request.js'
import { isObject } from '../../request/json.js'
import type { Engine, Question } from '../engine.js'
import type { Reply } from '../../reply.js'
import { answerText } from './answer-text.js'
import { continuation } from './continuation.js'
import { type Conversation, conversationOf, essenceOf } from './conversation.js'
import { fitReply } from './fit-reply.js'
import { type Random, randomFrom, seedOf } from '../../seed/random.js'
import { schemaValue } from './schema-value.js'
import { thoughtFor } from './thought.js'
import { toolInput } from './tool-input.js'
import { userWords } from './user-words.js'
import { hasResult, wantedTool } from './wanted-tool.js'

/**
 * Answers without a model: the same request always gets the same answer. Tools are called with arguments that satisfy
 * their schemas, structured output is honoured, a prefill is continued exactly, limits are kept.
 */
export const syntheticEngine: Engine = { kind: 'synthetic', reply }

function reply(question: Question): Reply {
  const { request, modelKey } = question
  const conversation = conversationOf(request)
  const random = randomFrom(seedOf(essenceOf(modelKey, request, conversation.turns)))
  const prompt = promptOf(conversation)
  const content = answer(request, conversation, prompt, random)
  const thought = thoughtFor(question, prompt, random, hasResult(conversation.turns.at(-1)))
  const { max_tokens: maxTokens, stop_sequences: sequences } = request.body
  const fitted = fitReply(content, thought?.tokens ?? 0, {
    tokenizer: request.entry.tokenizer,
    maxTokens: Number(maxTokens),
    stopSequences: Array.isArray(sequences) ? sequences.map(String) : [],
  })
  return thought ? { ...fitted, content: [thought.block, ...fitted.content] } : fitted
}

/** The words of the user's last turn; where that is only tool results, of the one that asked for them. */
function promptOf({ turns }: Conversation): string {
  const said = turns.filter(({ role }) => role === 'user').map(({ blocks }) => userWords(blocks))
  return said.findLast((words) => words !== '') ?? ''
}

function answer(request: ChatRequest, conversation: Conversation, prompt: string, random: Random): ContentBlock[] {
  const { turns, begun } = conversation
  const tool = wantedTool(request, turns, prompt)
  const name = String(tool?.['name'] ?? tool?.['type'])
  const words = `I will call ${name}.`
  // Whoever asks for the rest of these words gets the call with them.
  if (tool && words.startsWith(begun)) {
    const call: ContentBlock = { type: 'tool_use', id: '', name, input: toolInput(tool, prompt, random) }
    // A model that is forced says nothing before it calls.
    const forced = isObject(request.body['tool_choice']) && request.body['tool_choice']['type'] !== 'auto'
    const text = forced ? '' : words.slice(begun.length)
    return text === '' ? [call] : [{ type: 'text', text }, call]
  }
  return [{ type: 'text', text: continuation(begun, wholeText(request, prompt, random), random) }]
}

function wholeText({ body }: ChatRequest, prompt: string, random: Random): string {
  const format = isObject(body['output_config']) ? body['output_config']['format'] : undefined
  const schema = isObject(format) && isObject(format['schema']) ? format['schema'] : undefined
  return schema ? JSON.stringify(schemaValue(schema, { root: schema, prompt, random })) : answerText(prompt, random)
}
