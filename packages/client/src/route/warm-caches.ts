import { createHash } from 'node:crypto'
import type { InvokeBody } from '@outcrop/wire/anthropic'
import type { Route } from './route-list.js'

const minuteMs = 60_000
/** How long a cache lives after its last use, by the lifetime that was asked for. */
const shortMs = 5 * minuteMs
const longMs = 60 * minuteMs
const mostConversations = 2000

/** What an answer says of the cache. */
export interface CacheUse {
  readonly read: number
  readonly written: number
  readonly writtenForAnHour: number
}

/**
 * Remembers where the prompt cache of a conversation is warm. Caches belong to an account and a region, so the next turn
 * is cheap only where the last one was.
 */
export class WarmCaches {
  readonly #warm = new Map<string, { readonly route: Route; readonly lifeMs: number; readonly until: number }>()

  /** The route on which the conversation's cache is warm. */
  find(conversation: string, now: number): Route | undefined {
    const warm = this.#warm.get(conversation)
    return warm !== undefined && now < warm.until ? warm.route : undefined
  }

  /** An answer came on a route. Without a word on a cache nothing is warm there. */
  note(conversation: string, route: Route, { use, now }: { use: CacheUse; now: number }): void {
    if (use.read === 0 && use.written === 0) return
    const before = this.#warm.get(conversation)
    const lifeMs = use.writtenForAnHour > 0 ? longMs : before?.route === route ? before.lifeMs : shortMs
    // Anew, so that the oldest stands first.
    this.#warm.delete(conversation)
    this.#warm.set(conversation, { route, lifeMs, until: now + lifeMs })
    if (this.#warm.size > mostConversations) this.#warm.delete(this.#warm.keys().next().value as string)
  }
}

/**
 * Names a conversation by what stays the same from turn to turn: its model, tools, system and first message. Only a
 * digest is kept.
 */
export function conversationOf(model: string, { tools, system, messages }: Partial<InvokeBody>): string {
  return createHash('sha256')
    .update(JSON.stringify([model, tools, system, messages?.[0]]))
    .digest('base64')
}
