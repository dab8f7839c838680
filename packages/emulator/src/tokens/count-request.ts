import { isObject, objectsOf } from '../request/json.js'
import type { JsonObject } from '../request/json.js'
import type { ChatRequest } from '../request/chat-request.js'
import { blocksOf } from '../request/turns.js'
import { type Tokenizer, estimateTokens } from './estimate.js'

// What Anthropic documents or what counting shows: a turn costs a few tokens of its own, tools bring a system prompt,
// an image of usual size costs about 1,600, a page of a PDF some 2,000 for about 50 KB of it.
const tokensPerRequest = 3
const tokensPerMessage = 4
const tokensOfToolPrompt = 346
const tokensPerImage = 1_600
const pdfCharactersPerToken = 33

const counted = new WeakMap<ChatRequest, number>()

/** The estimated input of a request, in tokens: system, tools and messages. Works on requests that no rule has seen. */
export function inputTokensOf(request: ChatRequest): number {
  const known = counted.get(request)
  if (known !== undefined) return known
  const { tokenizer } = request.entry
  const tools = objectsOf(request.body['tools'])
  let tokens = tokensPerRequest + tokensOfBlocks(request.body['system'], tokenizer)
  if (tools.length > 0) tokens += tokensOfToolPrompt
  for (const tool of tools) tokens += tokensOfJson(tool, tokenizer)
  const { output_config: config } = request.body
  if (isObject(config) && isObject(config['format'])) tokens += tokensOfJson(config['format'], tokenizer)
  for (const message of request.messages) tokens += tokensPerMessage + tokensOfBlocks(message['content'], tokenizer)
  counted.set(request, tokens)
  return tokens
}

function tokensOfJson(value: JsonObject, tokenizer: Tokenizer): number {
  return estimateTokens(JSON.stringify(value), tokenizer)
}

function tokensOfBlocks(content: unknown, tokenizer: Tokenizer): number {
  let tokens = 0
  for (const block of blocksOf(content)) tokens += tokensOfBlock(block, tokenizer)
  return tokens
}

/** What one block costs as input. */
function tokensOfBlock(block: JsonObject, tokenizer: Tokenizer): number {
  switch (block['type']) {
    case 'text':
      return typeof block['text'] === 'string' ? estimateTokens(block['text'], tokenizer) : 0
    case 'image':
      return tokensPerImage
    case 'document':
      return tokensOfDocument(block, tokenizer)
    case 'tool_result':
      return tokensPerMessage + tokensOfBlocks(block['content'], tokenizer)
    case 'thinking':
    case 'redacted_thinking':
      // Thoughts of earlier turns are taken out before they are counted.
      return 0
    default:
      return tokensOfJson(block, tokenizer)
  }
}

function tokensOfDocument(block: JsonObject, tokenizer: Tokenizer): number {
  const { source } = block
  if (!isObject(source)) return 0
  if (source['type'] === 'content') return tokensOfBlocks(source['content'], tokenizer)
  const data = typeof source['data'] === 'string' ? source['data'] : ''
  return source['type'] === 'text' ? estimateTokens(data, tokenizer) : Math.ceil(data.length / pdfCharactersPerToken)
}
