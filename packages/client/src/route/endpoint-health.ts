import type { Clock } from '../clock/index.js'
import { begin, closed, end, readinessOf } from './breaker.js'
import type { Breaker, Health, Readiness } from './breaker.js'

/** Knows which endpoints are up. One implementation keeps it in memory; one that processes share may join it. */
export interface EndpointHealth {
  readiness(endpoint: string): Readiness
  /** An attempt begins at an endpoint. Returns what takes how it left that, once. */
  begin(endpoint: string): (health: Health) => void
}

/** Keeps a breaker for each endpoint of this client. */
export function createEndpointHealth(clock: Pick<Clock, 'monotonic'>): EndpointHealth {
  const breakers = new Map<string, Breaker>()
  const breakerOf = (endpoint: string) => breakers.get(endpoint) ?? closed
  return {
    readiness: (endpoint) => readinessOf(breakerOf(endpoint), clock.monotonic()),
    begin(endpoint) {
      const [begun, trial] = begin(breakerOf(endpoint), clock.monotonic())
      breakers.set(endpoint, begun)
      return (health) => {
        breakers.set(endpoint, end(breakerOf(endpoint), trial, { health, now: clock.monotonic() }))
      }
    },
  }
}
