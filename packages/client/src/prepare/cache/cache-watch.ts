import { createHash } from 'node:crypto'
import type { InvokeBody } from '@outcrop/wire/anthropic'
import { hasCachePoint } from './hand-set.js'

/** What was sent in one call of a conversation, as digests: tools, system prompt, then each turn. */
export interface Sent {
  /** Who asks whom: model and region, and how the conversation begins. */
  readonly conversation: string
  readonly segments: readonly string[]
}

interface Memory {
  readonly segments: readonly string[]
  /** Until when the cache holds it, on the monotonic clock. */
  readonly until: number
}

const lifeMs = { '5m': 300_000, '1h': 3_600_000 } as const

/** Conversations that are remembered. The oldest is forgotten first. */
const capacity = 256

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (name, inner: unknown) => (name === 'cache_control' ? undefined : inner)) ?? '')
    .digest('base64')

/** A text and a list with only that text are the same to the model. */
function blocksOf(content: unknown): unknown {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? [])
}

/** Digests a body that is to be cached; undefined for one without a point, which expects nothing. */
export function digestOf(body: Partial<InvokeBody>, place: string): Sent | undefined {
  if (!hasCachePoint(body)) return undefined
  const turns = (body.messages ?? []).map(({ role, content }) => digest([role, blocksOf(content)]))
  return {
    conversation: `${place} ${turns[0]}`,
    segments: [digest(body.tools ?? []), digest(blocksOf(body.system)), ...turns],
  }
}

/** The first of the segments sent before that is now another one. What was only added is no change. */
function changedSegment(before: readonly string[], now: readonly string[]): string | undefined {
  const at = before.findIndex((segment, index) => segment !== now[index])
  if (at < 0) return undefined
  return ['the tools', 'the system prompt'][at] ?? `turn ${at - 1}`
}

/** Remembers what conversations have put into the prompt cache. */
export class CacheWatch {
  readonly #known = new Map<string, Memory>()

  /** What was expected of the cache and missed: undefined if nothing was, or if something was read. */
  missOf({ conversation, segments }: Sent, { read, now }: { read: number; now: number }): string | undefined {
    const before = this.#known.get(conversation)
    if (before === undefined || now >= before.until || read > 0) return undefined
    const changed = changedSegment(before.segments, segments)
    return changed === undefined
      ? 'The prompt cache was expected to hold this conversation, but nothing was read from it: Bedrock may have dropped it, or sent the call to another region.'
      : `Nothing was read from the prompt cache, because ${changed} changed since the last call of the conversation. Keep what comes first the same, and put what changes last.`
  }

  /** A call was answered, and something was read from the cache or written to it. */
  remember({ conversation, segments }: Sent, { ttl, now }: { ttl: '5m' | '1h'; now: number }): void {
    this.#known.delete(conversation)
    this.#known.set(conversation, { segments, until: now + lifeMs[ttl] })
    const [oldest] = this.#known.keys()
    if (this.#known.size > capacity && oldest !== undefined) this.#known.delete(oldest)
  }
}
