import type { InvokeBody, Usage } from '@outcrop/wire/anthropic'
import type { Clock } from '../../clock/index.js'
import { tokenizerOfEntry } from '../../count/tokenizer-of.js'
import type { CacheOption, ResolvedModel } from '../../invocation/index.js'
import { setCachePoints } from './cache-points.js'
import { CacheWatch, digestOf } from './cache-watch.js'
import { hasCachePoint } from './hand-set.js'
import { SeenPrefixes } from './seen-prefixes.js'

export interface PromptCacheParts {
  readonly clock: Clock
  readonly onNotice: (notice: string) => void
}

/** Fewer characters than this for a token of the minimum cannot reach it, whatever they are. */
const leastCharactersPerToken = 1.5

/** Sets cache points where they pay, and watches whether they hit. One for each client. */
export class PromptCaching {
  readonly #parts: PromptCacheParts
  readonly #watch = new CacheWatch()
  readonly #seen = new SeenPrefixes()

  constructor(parts: PromptCacheParts) {
    this.#parts = parts
  }

  /** The body with the cache points that the option asks for; the same body if it gets none. */
  mark(body: InvokeBody, { entry, calledId, region }: ResolvedModel, option: CacheOption): InvokeBody {
    const rules = entry?.promptCaching
    if (option === 'off' || entry === undefined || rules === undefined || rules.ttl.length === 0) return body
    if (!isLong(body, rules.minTokens ?? 1024) || hasCachePoint(body)) return body
    if (option === 'auto' && !this.#isLikelyReused(body, `${calledId} ${region}`)) return body
    const ttl = option === 'auto' ? '5m' : option.ttl
    return { ...body, ...setCachePoints(body, { rules, tokenizer: tokenizerOfEntry(entry), ttl }) }
  }

  /** Takes note of an answer: what its call has left in the cache, and whether it missed what was there. */
  answered(body: InvokeBody, { calledId, region }: ResolvedModel, usage: Usage): void {
    const read = usage.cache_read_input_tokens ?? 0
    const written = usage.cache_creation_input_tokens ?? 0
    const sent = digestOf(body, `${calledId} ${region}`)
    if (sent === undefined) return
    const now = this.#parts.clock.monotonic()
    const miss = this.#watch.missOf(sent, { read, now })
    if (miss !== undefined) this.#parts.onNotice(miss)
    const ttl = (usage.cache_creation?.ephemeral_1h_input_tokens ?? 0) > 0 ? '1h' : '5m'
    if (read + written > 0) this.#watch.remember(sent, { ttl, now })
  }

  /** A conversation goes on, as far as anyone can know; a lone prompt only if its prefix has been sent before. */
  #isLikelyReused(body: InvokeBody, place: string): boolean {
    if (body.messages.some(({ role }) => role === 'assistant')) return true
    if (body.tools === undefined && body.system === undefined) return false
    return this.#seen.sawBefore(body, place, this.#parts.clock.monotonic())
  }
}

/** A first look that costs nothing: most prompts are too short. */
function isLong({ tools, system, messages }: InvokeBody, minTokens: number): boolean {
  const least = minTokens * leastCharactersPerToken
  let length = typeof system === 'string' ? system.length : 0
  if (Array.isArray(system)) for (const { text } of system) length += text.length
  for (const { content } of messages) {
    if (length >= least) return true
    if (typeof content === 'string') length += content.length
    else for (const block of content) length += block.type === 'text' ? block.text.length : JSON.stringify(block).length
  }
  return length >= least || (tools !== undefined && length + JSON.stringify(tools).length >= least)
}
