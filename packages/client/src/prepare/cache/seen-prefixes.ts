import { createHash } from 'node:crypto'
import type { InvokeBody } from '@outcrop/wire/anthropic'

/** Prefixes that are remembered. The oldest is forgotten first. */
const capacity = 256

/** How long a prefix counts as in use, in milliseconds: as long as the cache would hold it. */
const lifeMs = 300_000

/** Remembers which tools and system prompts were sent lately: what comes a second time is likely to come again. */
export class SeenPrefixes {
  readonly #seen = new Map<string, number>()

  /** Whether it was sent lately, to the same place. Notes it in any case. */
  sawBefore({ tools, system }: Partial<InvokeBody>, place: string, now: number): boolean {
    const key = createHash('sha256')
      .update(JSON.stringify([place, tools, system]))
      .digest('base64')
    const at = this.#seen.get(key)
    this.#seen.delete(key)
    this.#seen.set(key, now)
    const [oldest] = this.#seen.keys()
    if (this.#seen.size > capacity && oldest !== undefined) this.#seen.delete(oldest)
    return at !== undefined && now - at < lifeMs
  }
}
