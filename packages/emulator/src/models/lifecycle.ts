import type { Lifecycle, ModelEntry } from '@outcrop/models'

/** Whether Bedrock has taken a model out of service in a region at a time. Its last day still counts. */
export function hasEnded({ lifecycle }: ModelEntry, region: string, now: Date): boolean {
  if (lifecycle.stillListed?.regions.includes(region)) return false
  const { endOfLife } = lifecycle
  if (endOfLife === undefined) return lifecycle.status === 'EOL'
  // A date of month precision is compared as such: the model ends with the month.
  return now.toISOString().slice(0, endOfLife.length) > endOfLife
}

/** ACTIVE or LEGACY, as ListFoundationModels says it. */
export function statusAt(lifecycle: Lifecycle, now: Date): 'ACTIVE' | 'LEGACY' {
  const { legacy } = lifecycle
  if (legacy === undefined) return lifecycle.status === 'ACTIVE' ? 'ACTIVE' : 'LEGACY'
  return now.toISOString().slice(0, legacy.length) >= legacy ? 'LEGACY' : 'ACTIVE'
}
