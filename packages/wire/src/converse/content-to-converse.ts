import { cachePointOf } from './cache-point.js'
import { citationToConverse } from './citation.js'
import type { ConverseContentBlock, ReasoningBlock, SearchResultBlock, ToolResultContent } from './content.js'
import { citationsConfig, documentToConverse, plainText } from './document.js'
import { imageToConverse } from './image.js'
import { listAt, present, recordAt, refuseOthers, shown, stringAt, unmappable } from './unmappable.js'

type Block = Record<string, unknown>

/** Claude's content as Converse's; a block's cache_control becomes a cachePoint after it. */
export function contentToConverse(content: unknown, path: string): ConverseContentBlock[] {
  if (typeof content === 'string') return [{ text: content }]
  return listAt(content, path).flatMap((value, i) => {
    const at = `${path}.${i}`
    const block = recordAt(value, at)
    return [blockToConverse(block, at), ...cachePointOf(block['cache_control'], `${at}.cache_control`)]
  })
}

function blockToConverse(block: Block, path: string): ConverseContentBlock {
  switch (block['type']) {
    case 'text':
      return textToConverse(block, path)
    case 'image':
      return imageToConverse(block, path)
    case 'document':
      return documentToConverse(block, path)
    case 'search_result':
      return searchResultToConverse(block, path)
    case 'thinking':
    case 'redacted_thinking':
      return reasoningToConverse(block, path)
    case 'tool_use':
    case 'server_tool_use':
      return toolUseToConverse(block, path)
    case 'tool_result':
      return toolResultToConverse(block, path)
    default:
      throw unmappable(`${path}.type`, `Converse has no block for ${shown(block['type'])}`)
  }
}

function textToConverse(block: Block, path: string): ConverseContentBlock {
  refuseOthers(block, path, ['type', 'text', 'citations', 'cache_control'])
  const text = stringAt(block['text'], `${path}.text`)
  const citations = present(block['citations']) ? listAt(block['citations'], `${path}.citations`) : []
  if (citations.length === 0) return { text }
  return {
    citationsContent: {
      citations: citations.map((citation, i) => citationToConverse(citation, `${path}.citations.${i}`)),
      content: [{ text }],
    },
  }
}

function searchResultToConverse(block: Block, path: string): SearchResultBlock {
  refuseOthers(block, path, ['type', 'source', 'title', 'content', 'citations', 'cache_control'])
  const content = listAt(block['content'], `${path}.content`)
  return {
    searchResult: {
      ...citationsConfig(block['citations'], `${path}.citations`),
      content: content.map((item, i) => plainText(item, `${path}.content.${i}`)),
      source: stringAt(block['source'], `${path}.source`),
      title: stringAt(block['title'], `${path}.title`),
    },
  }
}

function reasoningToConverse(block: Block, path: string): ReasoningBlock {
  if (block['type'] === 'redacted_thinking') {
    refuseOthers(block, path, ['type', 'data'])
    return { reasoningContent: { redactedContent: redactedContentOf(stringAt(block['data'], `${path}.data`)) } }
  }
  refuseOthers(block, path, ['type', 'thinking', 'signature'])
  const signature = stringAt(block['signature'] ?? '', `${path}.signature`)
  const text = stringAt(block['thinking'], `${path}.thinking`)
  return { reasoningContent: { reasoningText: { ...(signature !== '' && { signature }), text } } }
}

/** Claude's redacted thinking is an opaque string, Converse's are bytes: those of the string. */
export function redactedContentOf(data: string): string {
  return Buffer.from(data, 'utf8').toString('base64')
}

function toolUseToConverse(block: Block, path: string): ConverseContentBlock {
  const { caller } = block
  // Called by the model itself is what absence says, too.
  const direct = present(caller) && recordAt(caller, `${path}.caller`)['type'] === 'direct'
  refuseOthers(block, path, ['type', 'id', 'name', 'input', 'cache_control', ...(direct ? ['caller'] : [])])
  return {
    toolUse: {
      input: block['input'],
      name: stringAt(block['name'], `${path}.name`),
      toolUseId: stringAt(block['id'], `${path}.id`),
      ...(block['type'] === 'server_tool_use' && { type: 'server_tool_use' }),
    },
  }
}

function toolResultToConverse(block: Block, path: string): ConverseContentBlock {
  refuseOthers(block, path, ['type', 'tool_use_id', 'content', 'is_error', 'cache_control'])
  const content = block['content'] ?? []
  const items = typeof content === 'string' ? [{ type: 'text', text: content }] : listAt(content, `${path}.content`)
  const isError = block['is_error']
  return {
    toolResult: {
      content: items.map((item, i) => toolResultItem(recordAt(item, `${path}.content.${i}`), `${path}.content.${i}`)),
      ...(present(isError) && { status: isError === true ? 'error' : 'success' }),
      toolUseId: stringAt(block['tool_use_id'], `${path}.tool_use_id`),
    },
  }
}

function toolResultItem(item: Block, path: string): ToolResultContent {
  // Inside a tool result Converse has no cachePoint.
  if (present(item['cache_control'])) throw unmappable(`${path}.cache_control`, 'has no counterpart')
  switch (item['type']) {
    case 'text':
      if (Array.isArray(item['citations']) && item['citations'].length === 0)
        return plainText({ ...item, citations: null }, path)
      return plainText(item, path)
    case 'image':
      return imageToConverse(item, path)
    case 'document':
      return documentToConverse(item, path)
    case 'search_result':
      return searchResultToConverse(item, path)
    default:
      throw unmappable(`${path}.type`, `a tool result of Converse has no place for ${shown(item['type'])}`)
  }
}
