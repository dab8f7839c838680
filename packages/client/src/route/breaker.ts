/**
 * What is known of an endpoint's health. A value: every function gives its successor. Times in milliseconds on the
 * monotonic clock.
 */
export type Breaker =
  /** Calls pass. `failures`: how many in a row, up to now. */
  | { readonly state: 'closed'; readonly failures: number }
  /** Calls go elsewhere. `openings`: how often it has opened in a row. */
  | { readonly state: 'open'; readonly since: number; readonly until: number; readonly openings: number }
  /** One call tries whether the endpoint is back; the others still go elsewhere. */
  | { readonly state: 'half-open'; readonly since: number; readonly openings: number }

/** `probe`: the next call is the one that tries. */
export type Readiness = 'ready' | 'probe' | 'down'

/** How an attempt left the endpoint. `unknown`: it says nothing, because the caller ended it, or it was never sent. */
export type Health = 'up' | 'down' | 'unknown'

/** An attempt, as the breaker looks at it. */
export interface Trial {
  readonly begunAt: number
  readonly isProbe: boolean
}

export const closed: Breaker = { state: 'closed', failures: 0 }

/** A single failure is nothing; so many in a row are an outage. */
const mostFailures = 3
const firstOpenMs = 5000
const longestOpenMs = 60_000

export function readinessOf(breaker: Breaker, now: number): Readiness {
  if (breaker.state === 'closed') return 'ready'
  return breaker.state === 'open' && now >= breaker.until ? 'probe' : 'down'
}

/** An attempt begins. Once the time is over, the first to begin is the probe. */
export function begin(breaker: Breaker, now: number): readonly [Breaker, Trial] {
  if (breaker.state !== 'open' || now < breaker.until) return [breaker, { begunAt: now, isProbe: false }]
  const { since, openings } = breaker
  return [
    { state: 'half-open', since, openings },
    { begunAt: now, isProbe: true },
  ]
}

/** An attempt has ended. What began before the breaker opened says nothing of the time since. */
export function end(
  breaker: Breaker,
  { begunAt, isProbe }: Trial,
  { health, now }: { health: Health; now: number },
): Breaker {
  if (breaker.state === 'closed') return health === 'unknown' ? breaker : count(breaker.failures, health, now)
  if (health === 'up' && begunAt >= breaker.since) return closed
  if (breaker.state !== 'half-open' || !isProbe) return breaker
  if (health === 'down') return open(now, breaker.openings + 1)
  // The probe told nothing, so the next call is one.
  return { state: 'open', since: breaker.since, until: now, openings: breaker.openings }
}

function count(failures: number, health: Health, now: number): Breaker {
  if (health === 'up') return failures === 0 ? closed : { state: 'closed', failures: 0 }
  return failures + 1 < mostFailures ? { state: 'closed', failures: failures + 1 } : open(now, 1)
}

function open(now: number, openings: number): Breaker {
  return {
    state: 'open',
    since: now,
    until: now + Math.min(longestOpenMs, firstOpenMs * 2 ** (openings - 1)),
    openings,
  }
}
