import { type JsonObject, isObject, objectsOf } from '../../request/json.js'
import { blocksOf } from '../../request/turns.js'
import type { ChatMessage, ChatPart, ChatToolCall } from './chat-shapes.js'

/**
 * A conversation in Anthropic's shapes as messages of chat completions. Results of tools become messages of their own;
 * thinking stays behind: no other model could use it.
 */
export function chatMessages({ system, messages }: JsonObject): ChatMessage[] {
  const text = textsOf(blocksOf(system))
  const opening: ChatMessage[] = text === '' ? [] : [{ role: 'system', content: text }]
  return [...opening, ...objectsOf(messages).flatMap(chatMessagesOf)]
}

function chatMessagesOf({ role, content }: JsonObject): ChatMessage[] {
  const blocks = blocksOf(content)
  if (role === 'assistant') return [assistantMessage(blocks)]
  if (role === 'system') return [{ role: 'system', content: textsOf(blocks) }]
  const results = blocks.filter((block) => block['type'] === 'tool_result')
  const rest = blocks.filter((block) => block['type'] !== 'tool_result')
  // What a tool answers is a text there; what it shows follows as if the user had shown it.
  const parts = [...results.flatMap(imagesIn), ...rest.flatMap(partsOf)]
  return [...results.map(toolMessage), ...(parts.length > 0 ? [userMessage(parts)] : [])]
}

function userMessage(parts: readonly ChatPart[]): ChatMessage {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  // Simple servers take only texts.
  return { role: 'user', content: texts.length === parts.length ? texts.join('\n') : parts }
}

function assistantMessage(blocks: readonly JsonObject[]): ChatMessage {
  const calls = blocks.filter((block) => block['type'] === 'tool_use').map(toolCall)
  const text = textsOf(blocks)
  if (calls.length === 0) return { role: 'assistant', content: text }
  return { role: 'assistant', content: text === '' ? null : text, tool_calls: calls }
}

function toolCall({ id, name, input }: JsonObject): ChatToolCall {
  return { id: String(id), type: 'function', function: { name: String(name), arguments: JSON.stringify(input ?? {}) } }
}

function toolMessage({ tool_use_id: id, content, is_error: isError }: JsonObject): ChatMessage {
  const text = textsOf(blocksOf(content))
  return { role: 'tool', tool_call_id: String(id), content: isError === true ? `Error: ${text}` : text }
}

function imagesIn({ content }: JsonObject): ChatPart[] {
  return blocksOf(content)
    .filter((block) => block['type'] === 'image')
    .flatMap(partsOf)
}

function textsOf(blocks: readonly JsonObject[]): string {
  return blocks
    .flatMap(partsOf)
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n')
}

function partsOf(block: JsonObject): ChatPart[] {
  const { type, source } = block
  if (type === 'text') return [{ type, text: String(block['text']) }]
  if (type === 'search_result') return [{ type: 'text', text: textsOf(blocksOf(block['content'])) }]
  if (!isObject(source)) return []
  if (type === 'image') return [{ type: 'image_url', image_url: { url: dataUrl(source) } }]
  if (type !== 'document') return []
  if (source['type'] === 'text') return [{ type: 'text', text: String(source['data']) }]
  if (source['type'] === 'content') return blocksOf(source['content']).flatMap(partsOf)
  const filename = typeof block['title'] === 'string' ? block['title'] : 'document.pdf'
  return [{ type: 'file', file: { filename, file_data: dataUrl(source) } }]
}

function dataUrl({ media_type: mediaType, data }: JsonObject): string {
  return `data:${String(mediaType)};base64,${String(data)}`
}
