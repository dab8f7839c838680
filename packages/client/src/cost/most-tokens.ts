import type { ModelEntry } from '@outcrop/models'
import type { InvokeBody } from '@outcrop/wire/anthropic'
import { TokenEstimates } from '../count/token-estimates.js'
import type { BilledTokens } from './cost.js'

/** For whoever has seen no reply. */
const uncorrected = new TokenEstimates()

/**
 * The most that a request can be billed: its whole input at the dearest rate that its cache points allow, never more
 * than the model can read, and every token that it may be answered with.
 */
export function mostTokens(
  body: InvokeBody,
  entry: ModelEntry | undefined,
  estimates: TokenEstimates = uncorrected,
): BilledTokens {
  const { upperBound } = estimates.request(body, entry)
  const input = Math.min(upperBound, entry?.contextWindow ?? Infinity)
  const tokens = { input: 0, output: body.max_tokens, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  const lifetime = cacheLifetime(body)
  if (lifetime === undefined) return { ...tokens, input }
  return lifetime === '1h' ? { ...tokens, cacheWrite1h: input } : { ...tokens, cacheWrite5m: input }
}

/** The longest lifetime that a cache point of the body asks for. Cache points stand in objects, never in a text. */
function cacheLifetime(value: unknown): '5m' | '1h' | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  let longest: '5m' | '1h' | undefined
  for (const name of Object.keys(value)) {
    const member: unknown = (value as Readonly<Record<string, unknown>>)[name]
    if (typeof member !== 'object' || member === null) continue
    const lifetime = name === 'cache_control' ? lifetimeOf(member) : cacheLifetime(member)
    if (lifetime === '1h') return lifetime
    longest ??= lifetime
  }
  return longest
}

function lifetimeOf(control: object): '5m' | '1h' {
  return 'ttl' in control && control.ttl === '1h' ? '1h' : '5m'
}
