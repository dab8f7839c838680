import type { Usage } from '@outcrop/wire/anthropic'
import type { ReplyUsage } from '../invocation/index.js'

/** The usage of two requests together, as Anthropic names it. */
export function addUsage(one: Usage, other: Usage): Usage {
  return {
    input_tokens: one.input_tokens + other.input_tokens,
    output_tokens: one.output_tokens + other.output_tokens,
    cache_creation_input_tokens: (one.cache_creation_input_tokens ?? 0) + (other.cache_creation_input_tokens ?? 0),
    cache_read_input_tokens: (one.cache_read_input_tokens ?? 0) + (other.cache_read_input_tokens ?? 0),
  }
}

/** The same under our names, of any number of requests. */
export function sumUsage(usages: readonly (ReplyUsage | undefined)[]): ReplyUsage {
  const sum = { inputTokens: 0, outputTokens: 0, cacheReadInputTokens: 0, cacheWriteInputTokens: 0 }
  for (const usage of usages) {
    if (usage === undefined) continue
    sum.inputTokens += usage.inputTokens
    sum.outputTokens += usage.outputTokens
    sum.cacheReadInputTokens += usage.cacheReadInputTokens
    sum.cacheWriteInputTokens += usage.cacheWriteInputTokens
  }
  return sum
}
