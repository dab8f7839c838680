import { isObject, objectsOf } from '../request/json.js'
import type { JsonObject } from '../request/json.js'
import type { ChatRequest } from '../request/chat-request.js'
import { blocksOf } from '../request/turns.js'
import { type Tokenizer, estimateTokens } from './estimate.js'

// What Anthropic documents or what counting shows: a turn costs a few tokens of its own, tools bring a system prompt,
// an image of usual size costs about 1,600, a page of a PDF some 2,000 for about 50 KB of it.
/** What every request costs besides its parts. */
export const tokensPerRequest = 3
const tokensPerMessage = 4
const tokensOfToolPrompt = 346
const tokensPerImage = 1_600
const pdfCharactersPerToken = 33

/** One part of the input, in the order in which the model reads it. */
export interface InputPart {
  readonly level: 'tools' | 'system' | 'messages'
  /** The block or the tool as it was sent. */
  readonly block: JsonObject
  readonly tokens: number
  /** Of the message that the block begins. */
  readonly role?: string
}

const divided = new WeakMap<ChatRequest, readonly InputPart[]>()

/** The input of a request in parts: tools, system, messages. Works on requests that no rule has seen. */
export function inputPartsOf(request: ChatRequest): readonly InputPart[] {
  const known = divided.get(request)
  if (known !== undefined) return known
  const parts = [...toolParts(request), ...systemParts(request), ...messageParts(request)]
  divided.set(request, parts)
  return parts
}

/** The estimated input of a request, in tokens. */
export function inputTokensOf(request: ChatRequest): number {
  let tokens = tokensPerRequest
  for (const part of inputPartsOf(request)) tokens += part.tokens
  return tokens
}

function toolParts({ body, entry }: ChatRequest): InputPart[] {
  return objectsOf(body['tools']).map((block, index) => ({
    level: 'tools',
    block,
    // The first one brings the prompt about tools.
    tokens: tokensOfJson(block, entry.tokenizer) + (index === 0 ? tokensOfToolPrompt : 0),
  }))
}

function systemParts({ body, entry: { tokenizer } }: ChatRequest): InputPart[] {
  const parts = blocksOf(body['system']).map((block): InputPart => ({
    level: 'system',
    block,
    tokens: tokensOfBlock(block, tokenizer),
  }))
  // What the answer has to look like is told to the model after everything else about its task.
  const { output_config: config } = body
  const format = isObject(config) ? config['format'] : undefined
  if (isObject(format)) parts.push({ level: 'system', block: format, tokens: tokensOfJson(format, tokenizer) })
  return parts
}

function messageParts({ messages, entry: { tokenizer } }: ChatRequest): InputPart[] {
  const parts: InputPart[] = []
  for (const message of messages) {
    const role = String(message['role'])
    const [first, ...others] = blocksOf(message['content'])
    const tokens = tokensPerMessage + (first ? tokensOfBlock(first, tokenizer) : 0)
    parts.push({ level: 'messages', block: first ?? {}, tokens, role })
    for (const block of others) parts.push({ level: 'messages', block, tokens: tokensOfBlock(block, tokenizer) })
  }
  return parts
}

function tokensOfJson(value: JsonObject, tokenizer: Tokenizer): number {
  // A cache point is no part of what the model reads.
  const { cache_control: _, ...read } = value
  return estimateTokens(JSON.stringify(read), tokenizer)
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
