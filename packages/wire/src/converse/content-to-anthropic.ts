import type {
  ContentBlockParam,
  SearchResultBlockParam,
  ToolResultBlockParam,
  ToolResultContentParam,
} from '../anthropic/index.js'
import { markLast } from './cache-point.js'
import { citationToAnthropic } from './citation.js'
import { citationsConfig, documentToAnthropic, textOnly, utf8At } from './document.js'
import { imageToAnthropic } from './image.js'
import {
  listAt,
  memberAt,
  optionalStringAt,
  present,
  recordAt,
  refuseOthers,
  stringAt,
  unmappable,
} from './unmappable.js'

/** Converse's content as Claude's; a cachePoint becomes the cache_control of the block before it. */
export function contentToAnthropic(content: unknown, path: string): ContentBlockParam[] {
  const blocks: ContentBlockParam[] = []
  listAt(content, path).forEach((value, i) => {
    const [kind, inner] = memberAt(value, `${path}.${i}`)
    const at = `${path}.${i}.${kind}`
    if (kind === 'cachePoint') markLast(blocks, inner, at)
    else blocks.push(blockToAnthropic(kind, inner, at))
  })
  return blocks
}

function blockToAnthropic(kind: string, value: unknown, path: string): ContentBlockParam {
  switch (kind) {
    case 'text':
      return { type: 'text', text: stringAt(value, path) }
    case 'image':
      return imageToAnthropic(value, path)
    case 'document':
      return documentToAnthropic(value, path)
    case 'searchResult':
      return searchResultToAnthropic(value, path)
    case 'reasoningContent':
      return reasoningToAnthropic(value, path)
    case 'toolUse':
      return toolUseToAnthropic(value, path)
    case 'toolResult':
      return toolResultToAnthropic(value, path)
    case 'citationsContent':
      return citedToAnthropic(value, path)
    default:
      throw unmappable(path, 'Claude has no such block')
  }
}

function citedToAnthropic(value: unknown, path: string): ContentBlockParam {
  const cited = recordAt(value, path)
  refuseOthers(cited, path, ['citations', 'content'])
  const texts = present(cited['content']) ? listAt(cited['content'], `${path}.content`) : []
  const text = texts.map((item, i) => textOnly(item, `${path}.content.${i}`).text).join('')
  const citations = present(cited['citations']) ? listAt(cited['citations'], `${path}.citations`) : []
  return {
    type: 'text',
    text,
    citations: citations.map((citation, i) => citationToAnthropic(citation, `${path}.citations.${i}`)),
  }
}

function searchResultToAnthropic(value: unknown, path: string): SearchResultBlockParam {
  const result = recordAt(value, path)
  refuseOthers(result, path, ['source', 'title', 'content', 'citations'])
  const content = listAt(result['content'], `${path}.content`)
  return {
    type: 'search_result',
    source: stringAt(result['source'], `${path}.source`),
    title: stringAt(result['title'], `${path}.title`),
    content: content.map((item, i) => textOnly(item, `${path}.content.${i}`)),
    ...citationsConfig(result['citations'], `${path}.citations`),
  }
}

function reasoningToAnthropic(value: unknown, path: string): ContentBlockParam {
  const [kind, inner] = memberAt(value, path)
  if (kind === 'redactedContent') return { type: 'redacted_thinking', data: utf8At(inner, `${path}.redactedContent`) }
  if (kind !== 'reasoningText') throw unmappable(`${path}.${kind}`, 'has no counterpart')
  const at = `${path}.reasoningText`
  const reasoning = recordAt(inner, at)
  refuseOthers(reasoning, at, ['text', 'signature'])
  return {
    type: 'thinking',
    thinking: stringAt(reasoning['text'], `${at}.text`),
    signature: optionalStringAt(reasoning['signature'], `${at}.signature`) ?? '',
  }
}

function toolUseToAnthropic(value: unknown, path: string): ContentBlockParam {
  const use = recordAt(value, path)
  refuseOthers(use, path, ['toolUseId', 'name', 'input', 'type'])
  const { type, input } = use
  if (present(type) && type !== 'server_tool_use') throw unmappable(`${path}.type`, 'only server_tool_use is known')
  return {
    type: present(type) ? 'server_tool_use' : 'tool_use',
    id: stringAt(use['toolUseId'], `${path}.toolUseId`),
    name: stringAt(use['name'], `${path}.name`),
    input,
  }
}

function toolResultToAnthropic(value: unknown, path: string): ToolResultBlockParam {
  const result = recordAt(value, path)
  refuseOthers(result, path, ['toolUseId', 'content', 'status'])
  const { status } = result
  if (present(status) && status !== 'error' && status !== 'success') {
    throw unmappable(`${path}.status`, 'only success and error are known')
  }
  const content = listAt(result['content'], `${path}.content`)
  return {
    type: 'tool_result',
    tool_use_id: stringAt(result['toolUseId'], `${path}.toolUseId`),
    content: content.map((item, i) => toolResultItem(item, `${path}.content.${i}`)),
    ...(present(status) && { is_error: status === 'error' }),
  }
}

function toolResultItem(item: unknown, path: string): ToolResultContentParam {
  const [kind, value] = memberAt(item, path)
  const at = `${path}.${kind}`
  switch (kind) {
    case 'text':
      return { type: 'text', text: stringAt(value, at) }
    case 'json':
      // Claude reads tool results as text; the JSON text says the same.
      return { type: 'text', text: JSON.stringify(value) }
    case 'image':
      return imageToAnthropic(value, at)
    case 'document':
      return documentToAnthropic(value, at)
    case 'searchResult':
      return searchResultToAnthropic(value, at)
    default:
      throw unmappable(at, "Claude's tool results have no such block")
  }
}
