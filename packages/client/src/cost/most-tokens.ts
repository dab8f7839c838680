import type { ModelEntry } from '@outcrop/models'
import type { InvokeBody } from '@outcrop/wire/anthropic'
import { estimateRequest } from '../count/estimate-request.js'
import type { Tokenizer } from '../count/types.js'
import type { BilledTokens } from './cost.js'

/** Counts more than the older one, so that it is right for an id that the registry does not know. */
const newestTokenizer: Tokenizer = 'claude-5'

/**
 * The most that a request can be billed: its whole input at the dearest rate that its cache points allow, never more
 * than the model can read, and every token that it may be answered with.
 */
export function mostTokens(body: InvokeBody, entry: ModelEntry | undefined): BilledTokens {
  const { upperBound } = estimateRequest(body, entry?.tokenizer ?? newestTokenizer)
  const input = Math.min(upperBound, entry?.contextWindow ?? Infinity)
  const tokens = { input: 0, output: body.max_tokens, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  const lifetime = cacheLifetime(body)
  if (lifetime === undefined) return { ...tokens, input }
  return lifetime === '1h' ? { ...tokens, cacheWrite1h: input } : { ...tokens, cacheWrite5m: input }
}

/** The longest lifetime that a cache point of the body asks for. */
function cacheLifetime(body: InvokeBody): '5m' | '1h' | undefined {
  let lifetime: '5m' | '1h' | undefined
  JSON.stringify(body, (name, value: unknown) => {
    if (name !== 'cache_control' || typeof value !== 'object' || value === null) return value
    lifetime = 'ttl' in value && value.ttl === '1h' ? '1h' : (lifetime ?? '5m')
    return undefined
  })
  return lifetime
}
