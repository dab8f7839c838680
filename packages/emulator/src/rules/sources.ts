import { isObject, quotedChoice } from '../request/json.js'
import type { JsonObject } from '../request/json.js'
import type { ChatRequest } from '../request/chat-request.js'
import type { PlacedBlock } from '../request/turns.js'
import { resultBlocks } from './content-blocks.js'
import { type Refusal, type Rule, byModel } from './rule.js'

const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']
const maxImageBytes = 5 * 1024 * 1024

/** Every image or document of a request, those in tool results too. */
function sourcesIn({ turns }: ChatRequest, tag: 'image' | 'document'): readonly PlacedBlock[] {
  const found: PlacedBlock[] = []
  for (const { blocks } of turns)
    for (const placed of blocks) {
      if (placed.block['type'] === tag) found.push(placed)
      for (const [at, inner] of resultBlocks(placed.block).entries())
        if (inner['type'] === tag) found.push({ block: inner, path: `${placed.path}.tool_result.content.${at}` })
    }
  return found
}

function firstRefusal(
  blocks: readonly PlacedBlock[],
  judge: (source: JsonObject, path: string) => string | undefined,
): Refusal | undefined {
  for (const { block, path } of blocks) {
    const where = `${path}.${String(block['type'])}.source`
    const source = block['source']
    const message = isObject(source)
      ? judge(source, where)
      : `${where}: Input should be a valid dictionary or object to extract fields from`
    if (message !== undefined) return byModel(message)
  }
  return undefined
}

/** Bedrock fetches nothing. The wording is the recorded one. */
export const sourcesAreNotUrls: Rule = (request) =>
  firstRefusal([...sourcesIn(request, 'image'), ...sourcesIn(request, 'document')], (source, path) =>
    source['type'] === 'url' || source['type'] === 'file'
      ? `${path}.base64.data: ${source['type'] === 'url' ? 'URL' : 'File'} sources are not supported`
      : undefined,
  )

export const imagesAreBase64: Rule = (request) =>
  firstRefusal(sourcesIn(request, 'image'), (source, path) => {
    if (source['type'] !== 'base64')
      return `${path}: Input tag '${String(source['type'])}' found using 'type' does not match any of the expected tags: 'base64'`
    const { media_type: mediaType, data } = source
    if (typeof mediaType !== 'string' || !imageTypes.includes(mediaType))
      return `${path}.base64.media_type: Input should be ${quotedChoice(imageTypes)}`
    if (typeof data !== 'string') return `${path}.base64.data: Field required`
    return base64Fault(data, `${path}.base64`)
  })

export const imagesAreSmall: Rule = (request) =>
  firstRefusal(sourcesIn(request, 'image'), (source, path) => {
    const bytes = Math.floor((String(source['data']).length * 3) / 4)
    if (bytes <= maxImageBytes) return undefined
    return `${path}.base64: image exceeds 5 MB maximum: ${bytes} bytes > ${maxImageBytes} bytes`
  })

export const documentsHaveContent: Rule = (request) =>
  firstRefusal(sourcesIn(request, 'document'), (source, path) => {
    if (source['type'] === 'content') return undefined
    const { type, media_type: mediaType, data } = source
    if (type !== 'base64' && type !== 'text')
      return `${path}: Input tag '${String(type)}' found using 'type' does not match any of the expected tags: 'base64', 'content', 'text'`
    const expected = type === 'base64' ? 'application/pdf' : 'text/plain'
    if (mediaType !== expected) return `${path}.${type}.media_type: Input should be '${expected}'`
    if (typeof data !== 'string') return `${path}.${type}.data: Field required`
    return type === 'base64' ? base64Fault(data, `${path}.base64`) : undefined
  })

function base64Fault(data: string, path: string): string | undefined {
  return data !== '' && data.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(data)
    ? undefined
    : `${path}: invalid base64 data`
}
