import type { ModelRegistry } from '@outcrop/models'
import { lifecycleAt } from './lifecycle.js'

/** How many letters have to be put in, taken out or changed to make one text the other. */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let line = 0; line < from.length; line++) {
    const next = [line + 1]
    for (let column = 0; column < to.length; column++) {
      const changed = (row[column] ?? 0) + (from[line] === to[column] ? 0 : 1)
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? from.length
}

/** What is left of a name when its spelling is set aside: `us.anthropic.Claude_Sonnet 4.5-v1:0` → `claude-sonnet-4-5`. */
function bare(name: string): string {
  return name
    .toLowerCase()
    .replace(/^.*anthropic[./]/, '')
    .replace(/-v\d+(:\d+)?$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

/** At most three keys or aliases that a mistyped name may have meant, the nearest first; ended models are left out. */
export function nearestNames(registry: ModelRegistry, name: string, now: Date): string[] {
  const wanted = bare(name)
  const keys = Object.entries(registry.modelRegistry).filter(([, entry]) => lifecycleAt(entry.lifecycle, now) !== 'EOL')
  const spellings = [
    ...Object.keys(registry.aliases).map((alias) => [alias, alias] as const),
    ...keys.map(([key]) => [key, key] as const),
    ...keys.map(([key]) => [key, key.replace(/^claude-/, '')] as const),
    ...keys.flatMap(([key, entry]) => entry.names.map((one) => [key, one] as const)),
  ]
  const limit = Math.max(2, Math.floor(wanted.length / 4))
  const near = spellings
    .map(([key, spelling]) => ({ key, away: editDistance(wanted, spelling) }))
    .filter(({ away }) => away <= limit)
    .sort((one, other) => one.away - other.away)
  // The same name in another spelling leaves no doubt about what was meant.
  const best = near[0]?.away ?? 0
  const meant = near.filter(({ away }) => away <= (best === 0 ? 0 : best + 1))
  return [...new Set(meant.map(({ key }) => key))].slice(0, 3)
}
