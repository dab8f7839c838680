import type { DocumentBlockParam } from '../anthropic/index.js'
import type { DocumentBlock, DocumentSource } from './content.js'
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

/** Formats whose bytes are text. Claude's body knows plain text only, so csv, html and md arrive there as such. */
const textFormats = new Set(['txt', 'md', 'csv', 'html'])

/**
 * Converse wants a name that is unique in the request; a document without a title is named after its place, which
 * does not change as the conversation grows (a name that did would spoil the prompt cache).
 */
export function documentToConverse(block: Record<string, unknown>, path: string): DocumentBlock {
  refuseOthers(block, path, ['type', 'source', 'title', 'context', 'citations', 'cache_control'])
  const name = optionalStringAt(block['title'], `${path}.title`) ?? `document${path.replaceAll(/[^0-9]+/g, '-')}`
  const context = optionalStringAt(block['context'], `${path}.context`)
  const { format, source } = sourceToConverse(recordAt(block['source'], `${path}.source`), `${path}.source`)
  return {
    document: {
      ...citationsConfig(block['citations'], `${path}.citations`),
      ...(context !== undefined && { context }),
      ...(format !== undefined && { format }),
      name,
      source,
    },
  }
}

function sourceToConverse(
  source: Record<string, unknown>,
  path: string,
): { format: string | undefined; source: DocumentSource } {
  switch (source['type']) {
    case 'base64':
      if (source['media_type'] !== 'application/pdf') throw unmappable(`${path}.media_type`, 'only PDF is known')
      return { format: 'pdf', source: { bytes: stringAt(source['data'], `${path}.data`) } }
    case 'text':
      return { format: 'txt', source: { text: stringAt(source['data'], `${path}.data`) } }
    case 'content': {
      const { content } = source
      const blocks =
        typeof content === 'string' ? [{ type: 'text', text: content }] : listAt(content, `${path}.content`)
      return {
        format: undefined,
        source: { content: blocks.map((block, i) => plainText(block, `${path}.content.${i}`)) },
      }
    }
    default:
      throw unmappable(`${path}.type`, 'only base64, text and content sources can be sent')
  }
}

/** A text block that is nothing but text. */
export function plainText(value: unknown, path: string): { text: string } {
  const block = recordAt(value, path)
  if (block['type'] !== 'text') throw unmappable(`${path}.type`, 'only text has a place here')
  refuseOthers(block, path, ['type', 'text'])
  return { text: stringAt(block['text'], `${path}.text`) }
}

export function documentToAnthropic(value: unknown, path: string): DocumentBlockParam {
  const document = recordAt(value, path)
  refuseOthers(document, path, ['format', 'name', 'source', 'context', 'citations'])
  const context = optionalStringAt(document['context'], `${path}.context`)
  return {
    type: 'document',
    source: sourceToAnthropic(document, path),
    title: stringAt(document['name'], `${path}.name`),
    ...(context !== undefined && { context }),
    ...citationsConfig(document['citations'], `${path}.citations`),
  }
}

function sourceToAnthropic(document: Record<string, unknown>, path: string): DocumentBlockParam['source'] {
  const format = optionalStringAt(document['format'], `${path}.format`)
  const [kind, value] = memberAt(document['source'], `${path}.source`)
  if (kind === 'content') {
    const blocks = listAt(value, `${path}.source.content`)
    return { type: 'content', content: blocks.map((block, i) => textOnly(block, `${path}.source.content.${i}`)) }
  }
  if (kind === 'text' && (format === undefined || textFormats.has(format))) {
    return { type: 'text', media_type: 'text/plain', data: stringAt(value, `${path}.source.text`) }
  }
  if (kind === 'bytes' && format === 'pdf') {
    return { type: 'base64', media_type: 'application/pdf', data: stringAt(value, `${path}.source.bytes`) }
  }
  if (kind === 'bytes' && format !== undefined && textFormats.has(format)) {
    return { type: 'text', media_type: 'text/plain', data: utf8At(value, `${path}.source.bytes`) }
  }
  if (kind === 'bytes' || kind === 'text') {
    throw unmappable(`${path}.format`, `Claude does not read ${format ?? 'a document without a format'}`)
  }
  throw unmappable(`${path}.source.${kind}`, 'only bytes, text and content can be sent to Claude')
}

/** An item of Converse's own lists of text, as Claude's block. */
export function textOnly(value: unknown, path: string): { type: 'text'; text: string } {
  const [kind, text] = memberAt(value, path)
  if (kind !== 'text') throw unmappable(`${path}.${kind}`, 'only text has a place here')
  return { type: 'text', text: stringAt(text, `${path}.text`) }
}

/** The text whose UTF-8 bytes stand there in base64. */
export function utf8At(value: unknown, path: string): string {
  const base64 = stringAt(value, path)
  const bytes = Buffer.from(base64, 'base64')
  // Buffer skips what it does not understand, and what it skipped would be lost.
  if (bytes.toString('base64') !== base64) throw unmappable(path, 'expected base64 of UTF-8')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw unmappable(path, 'expected base64 of UTF-8')
  }
}

/** The switch for citations, which both sides write alike. */
export function citationsConfig(value: unknown, path: string): { citations?: { enabled: boolean } } {
  if (!present(value)) return {}
  const config = recordAt(value, path)
  refuseOthers(config, path, ['enabled'])
  return { citations: { enabled: config['enabled'] === true } }
}
