import { quotedList } from '../request/json.js'
import type { JsonObject } from '../request/json.js'
import { type Rule, byModel } from './rule.js'

// Which members a block must have. Tags that are not listed are refused; in an assistant's message `image` and
// `document` are ordinary only in tool results, but older API versions take documents there too.
const requiredOf: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  image: ['source'],
  document: ['source'],
  search_result: ['content', 'source', 'title'],
  thinking: ['signature', 'thinking'],
  redacted_thinking: ['data'],
  tool_use: ['id', 'name', 'input'],
  tool_result: ['tool_use_id'],
  tool_reference: ['tool_name'],
  server_tool_use: ['id', 'name', 'input'],
  tool_search_tool_result: ['tool_use_id', 'content'],
  compaction: [],
}

const tagsOf: Readonly<Record<string, readonly string[]>> = {
  user: Object.keys(requiredOf),
  assistant: Object.keys(requiredOf).filter((tag) => tag !== 'document'),
}

/** The refusal of a block whose `type` is none of those expected. */
export function contentTags(path: string, tag: string, role: 'user' | 'assistant'): string {
  const expected = quotedList((tagsOf[role] ?? []).toSorted())
  return `${path}: Input tag '${tag}' found using 'type' does not match any of the expected tags: ${expected}`
}

export const blocksHaveKnownTypes: Rule = ({ turns }) => {
  for (const { blocks, role } of turns)
    for (const { block, path } of blocks) {
      const tag = block['type']
      if (typeof tag !== 'string') return byModel(`${path}: Unable to extract tag using discriminator 'type'`)
      if (!Object.hasOwn(requiredOf, tag)) return byModel(contentTags(path, tag, role))
    }
  return undefined
}

export const blocksAreComplete: Rule = ({ turns }) => {
  for (const { blocks } of turns)
    for (const { block, path } of blocks) {
      const tag = String(block['type'])
      const missing = requiredOf[tag]?.find((name) => block[name] === undefined)
      if (missing !== undefined) return byModel(`${path}.${tag}.${missing}: Field required`)
      if (tag === 'text' && typeof block['text'] !== 'string')
        return byModel(`${path}.text.text: Input should be a valid string`)
    }
  return undefined
}

/** The blocks inside a tool's result, which may hold images and documents of their own. */
export function resultBlocks(block: JsonObject): readonly JsonObject[] {
  const content = block['type'] === 'tool_result' ? block['content'] : undefined
  return Array.isArray(content)
    ? content.filter((one): one is JsonObject => typeof one === 'object' && one !== null)
    : []
}
