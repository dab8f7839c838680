import type { Readiness } from './breaker.js'

/** How one way stands at the moment of a choice. */
export interface Standing {
  readonly readiness: Readiness
  /** The model's day is over there. */
  readonly isPaused: boolean
  /** How often this call has failed there. */
  readonly failures: number
  /** How long a call would wait for quota there, in milliseconds; 0 where it would not, or nobody knows. */
  readonly waitMs: number
  readonly weight: number | undefined
  /** The conversation's prompt cache is warm there. */
  readonly isWarm: boolean
}

/**
 * The index of the way to take. Ways that are down, paused, or that have failed this call give way to all others; if no
 * other is left, the one that has failed least is taken all the same, for to refuse would be one more failure. Among
 * equals the warm one is first, then those that need not wait, then chance by weight, or the order.
 */
export function choose(standings: readonly Standing[], random: number): number {
  const ways = standings.map((standing, at) => ({ ...standing, at }))
  const open = ways.filter(({ readiness, isPaused }) => readiness !== 'down' && !isPaused)
  const unpaused = ways.filter(({ isPaused }) => !isPaused)
  const group = [open, unpaused, ways].find(({ length }) => length > 0) ?? []
  const least = leastOf(group, ({ failures }) => failures)
  const warm = least.find(({ isWarm }) => isWarm)
  if (warm !== undefined) return warm.at
  return drawn(
    leastOf(least, ({ waitMs }) => waitMs),
    random,
  )
}

function leastOf<Way>(ways: readonly Way[], measure: (way: Way) => number): readonly Way[] {
  const least = Math.min(...ways.map(measure))
  return ways.filter((way) => measure(way) === least)
}

function drawn(ways: readonly { readonly at: number; readonly weight: number | undefined }[], random: number): number {
  const sum = ways.reduce((total, { weight = 0 }) => total + weight, 0)
  let left = random * sum
  for (const { at, weight = 0 } of ways) {
    if (sum === 0 || left < weight) return at
    left -= weight
  }
  // Only where rounding has eaten the last of it.
  return ways.at(-1)?.at ?? 0
}
