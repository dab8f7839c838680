import type { ImageBlockParam } from '../anthropic/index.js'
import type { ImageBlock } from './content.js'
import { memberAt, recordAt, refuseOthers, stringAt, unmappable } from './unmappable.js'

/** Converse's formats and Claude's media types. */
const formats = [
  { format: 'png', mediaType: 'image/png' },
  { format: 'jpeg', mediaType: 'image/jpeg' },
  { format: 'gif', mediaType: 'image/gif' },
  { format: 'webp', mediaType: 'image/webp' },
] as const

export function imageToConverse(block: Record<string, unknown>, path: string): ImageBlock {
  refuseOthers(block, path, ['type', 'source', 'cache_control'])
  const source = recordAt(block['source'], `${path}.source`)
  if (source['type'] !== 'base64') throw unmappable(`${path}.source.type`, 'only base64 images can be sent')
  const mediaType = stringAt(source['media_type'], `${path}.source.media_type`)
  const format = formats.find((known) => known.mediaType === mediaType)?.format
  if (format === undefined) throw unmappable(`${path}.source.media_type`, `Converse has no format for ${mediaType}`)
  return { image: { format, source: { bytes: stringAt(source['data'], `${path}.source.data`) } } }
}

export function imageToAnthropic(value: unknown, path: string): ImageBlockParam {
  const image = recordAt(value, path)
  refuseOthers(image, path, ['format', 'source'])
  const format = stringAt(image['format'], `${path}.format`)
  const mediaType = formats.find((known) => known.format === format)?.mediaType
  if (mediaType === undefined) throw unmappable(`${path}.format`, `Claude does not read ${format}`)
  const [kind, bytes] = memberAt(image['source'], `${path}.source`)
  if (kind !== 'bytes') throw unmappable(`${path}.source.${kind}`, 'only bytes can be sent to Claude')
  return {
    type: 'image',
    source: { type: 'base64', media_type: mediaType, data: stringAt(bytes, `${path}.source.bytes`) },
  }
}
