import type { Usage } from '../anthropic/index.js'
import type { ConverseUsage } from './response.js'
import { listAt, numberAt, present, recordAt, unmappable } from './unmappable.js'

/**
 * Claude's counts as Converse's, keys in Bedrock's (alphabetical) order. Caching is in play when Claude counts it,
 * even at zero: then both spellings appear, and `serverToolUsage`. The total includes the cache.
 */
export function usageToConverse(usage: Usage): ConverseUsage {
  const { input_tokens: input, output_tokens: output } = usage
  const cached = present(usage.cache_creation_input_tokens) || present(usage.cache_read_input_tokens)
  if (!cached) return { inputTokens: input, outputTokens: output, totalTokens: input + output }
  const read = usage.cache_read_input_tokens ?? 0
  const written = usage.cache_creation_input_tokens ?? 0
  const details = cacheDetails(usage)
  return {
    ...(details.length > 0 && { cacheDetails: details }),
    cacheReadInputTokenCount: read,
    cacheReadInputTokens: read,
    cacheWriteInputTokenCount: written,
    cacheWriteInputTokens: written,
    inputTokens: input,
    outputTokens: output,
    serverToolUsage: {},
    totalTokens: input + output + read + written,
  }
}

function cacheDetails(usage: Usage): { inputTokens: number; ttl: string }[] {
  const counts = [
    { inputTokens: usage.cache_creation?.ephemeral_5m_input_tokens ?? 0, ttl: '5m' },
    { inputTokens: usage.cache_creation?.ephemeral_1h_input_tokens ?? 0, ttl: '1h' },
  ]
  return counts.filter(({ inputTokens }) => inputTokens > 0)
}

/**
 * Converse's counts as Claude's, from either spelling. What was written is split by time to live where
 * cacheDetails says how, or nothing was written; otherwise the split stays unknown.
 */
export function usageToAnthropic(value: unknown, path: string): Usage {
  const usage = recordAt(value, path)
  const count = (key: string): number => (present(usage[key]) ? numberAt(usage[key], `${path}.${key}`) : 0)
  const tokens = { input_tokens: count('inputTokens'), output_tokens: count('outputTokens') }
  const spellings = [
    'cacheReadInputTokens',
    'cacheReadInputTokenCount',
    'cacheWriteInputTokens',
    'cacheWriteInputTokenCount',
  ]
  if (!spellings.some((key) => present(usage[key]))) return tokens
  const written = count('cacheWriteInputTokens') || count('cacheWriteInputTokenCount')
  const split = splitOf(usage['cacheDetails'], `${path}.cacheDetails`)
  return {
    input_tokens: tokens.input_tokens,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: count('cacheReadInputTokens') || count('cacheReadInputTokenCount'),
    ...((split !== undefined || written === 0) && {
      cache_creation: { ephemeral_5m_input_tokens: split?.['5m'] ?? 0, ephemeral_1h_input_tokens: split?.['1h'] ?? 0 },
    }),
    output_tokens: tokens.output_tokens,
  }
}

function splitOf(details: unknown, path: string): { '5m': number; '1h': number } | undefined {
  if (!present(details)) return undefined
  const split = { '5m': 0, '1h': 0 }
  listAt(details, path).forEach((value, i) => {
    const detail = recordAt(value, `${path}.${i}`)
    const { ttl } = detail
    if (ttl !== '5m' && ttl !== '1h') throw unmappable(`${path}.${i}.ttl`, 'only 5m and 1h are known')
    split[ttl] += numberAt(detail['inputTokens'], `${path}.${i}.inputTokens`)
  })
  return split
}
