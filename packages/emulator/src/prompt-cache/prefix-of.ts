import type { ChatRequest } from '../request/chat-request.js'
import { type JsonObject, isObject } from '../request/json.js'
import { type InputPart, inputPartsOf, tokensPerRequest } from '../tokens/count-request.js'
import type { CacheTtl, PrefixBlock } from './prefix-block.js'

/**
 * A request as the prompt cache sees it: its blocks in the order tools, system, messages, and at the end what every
 * request costs besides, which is never cached. The tokens of all add up to the request's input.
 */
export function prefixOf(request: ChatRequest, { implicit }: { readonly implicit: boolean }): readonly PrefixBlock[] {
  const parts = inputPartsOf(request)
  const automatic = automaticPoint(request, implicit) && { index: lastCacheable(parts), ttl: automaticTtl(request) }
  const settings = settingsOf(request, parts)
  let level: InputPart['level'] = 'tools'
  const blocks = parts.map((part, index): PrefixBlock => {
    // What is set for a level belongs to the first block of it, and so to every prefix that reaches it.
    const entered = part.level === level ? '' : settings[part.level]
    level = part.level
    const point = pointOf(part.block) ?? (automatic && automatic.index === index ? automatic.ttl : undefined)
    return {
      content: JSON.stringify([entered, part.role ?? '', bare(part.block)]),
      tokens: part.tokens,
      ...(point && { point }),
    }
  })
  return [...blocks, { content: '', tokens: tokensPerRequest }]
}

/** Whether anything of a request is to be cached. */
export function wantsCache(request: ChatRequest, { implicit }: { readonly implicit: boolean }): boolean {
  if (!request.entry.promptCaching) return false
  return automaticPoint(request, implicit) || inputPartsOf(request).some(({ block }) => pointOf(block) !== undefined)
}

/** One point for the whole request, that moves along with the conversation; or none asked for, and one set all the same. */
function automaticPoint({ body, entry }: ChatRequest, implicit: boolean): boolean {
  return isObject(body['cache_control']) || (implicit && entry.promptCaching?.implicit === true)
}

function automaticTtl({ body }: ChatRequest): CacheTtl {
  return pointOf(body) ?? '5m'
}

function pointOf({ cache_control: control }: JsonObject): CacheTtl | undefined {
  if (!isObject(control)) return undefined
  return control['ttl'] === '1h' ? '1h' : '5m'
}

/** Thoughts and empty texts cannot carry a point. */
function lastCacheable(parts: readonly InputPart[]): number {
  return parts.findLastIndex(
    ({ block }) => !['thinking', 'redacted_thinking', undefined].includes(typeName(block)) && block['text'] !== '',
  )
}

function typeName({ type, name }: JsonObject): string | undefined {
  // A tool of one's own needs no type.
  return typeof type === 'string' ? type : typeof name === 'string' ? 'custom' : undefined
}

/**
 * What a block is without what it says about caching, so that a point may wander from turn to turn. Inside a tool's
 * result blocks may say it too.
 */
function bare(block: JsonObject): JsonObject {
  const { cache_control: _, ...rest } = block
  if (rest['type'] !== 'tool_result' || !Array.isArray(rest['content'])) return rest
  return { ...rest, content: rest['content'].map((inner: unknown) => (isObject(inner) ? bare(inner) : inner)) }
}

/**
 * Settings that change what the model is told, by the level from which on cached prefixes no longer serve, as Anthropic
 * documents it: citations change the system prompt; the choice of tools, thinking and the presence of images change
 * only the messages. So does the format of the answer, which stands between system and messages.
 */
function settingsOf({ body }: ChatRequest, parts: readonly InputPart[]): Readonly<Record<InputPart['level'], string>> {
  const cites = parts.some(({ block }) => isObject(block['citations']) && block['citations']['enabled'] === true)
  const seesImages = parts.some(({ block }) => holdsImage(block))
  const system = JSON.stringify({ cites })
  const { tool_choice: toolChoice, thinking } = body
  return { tools: '', system, messages: system + JSON.stringify({ toolChoice, thinking, seesImages }) }
}

function holdsImage({ type, content }: JsonObject): boolean {
  return type === 'image' || (Array.isArray(content) && content.some((inner) => isObject(inner) && holdsImage(inner)))
}
