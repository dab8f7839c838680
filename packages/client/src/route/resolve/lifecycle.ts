import type { Lifecycle, ModelEntry, ModelRegistry } from '@outcrop/models'

/** A date in the registry may be only a month: then its last day is meant where it ends something, its first where it begins. */
const isOver = (date: string, now: Date): boolean => now.toISOString().slice(0, date.length) > date
const hasBegun = (date: string, now: Date): boolean => now.toISOString().slice(0, date.length) >= date

/**
 * The state of a model at a time, in UTC. It ends after the day of its end of life: on that day Bedrock itself decides.
 * Without dates the state that the registry noted counts.
 */
export function lifecycleAt(lifecycle: Lifecycle, now: Date): Lifecycle['status'] {
  const { status, legacy, endOfLife } = lifecycle
  if (endOfLife === undefined ? status === 'EOL' : isOver(endOfLife, now)) return 'EOL'
  if (legacy === undefined ? status !== 'ACTIVE' : hasBegun(legacy, now)) return 'LEGACY'
  return 'ACTIVE'
}

/** Whether Bedrock still listed a model that has ended elsewhere in this region. */
export function isStillListed(entry: ModelEntry, region: string): boolean {
  return entry.lifecycle.stillListed?.regions.includes(region) === true
}

/** The key to use instead of one that has ended; the successor's own end is looked through. */
export function successorOf(registry: ModelRegistry, key: string, now: Date): string | undefined {
  const seen = new Set([key])
  let next = registry.modelRegistry[key]?.lifecycle.successor
  while (next !== undefined && !seen.has(next)) {
    const entry = registry.modelRegistry[next]
    if (entry === undefined || lifecycleAt(entry.lifecycle, now) !== 'EOL') return next
    seen.add(next)
    next = entry.lifecycle.successor
  }
  return undefined
}
