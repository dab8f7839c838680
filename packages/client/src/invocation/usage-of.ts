import type { Usage } from '@outcrop/wire/anthropic'
import type { ReplyUsage } from './reply.js'

/** Anthropic's usage under our names. */
export function usageOf(usage: Usage): ReplyUsage {
  return {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cacheReadInputTokens: usage.cache_read_input_tokens ?? 0,
    cacheWriteInputTokens: usage.cache_creation_input_tokens ?? 0,
  }
}
