import type { ModelEntry } from '@outcrop/models'
import type { Usage } from '@outcrop/wire/anthropic'
import type { RepliedCall } from '../call.js'

/** Usage with every count that Bedrock's answers have. */
export interface FullUsage extends Usage {
  readonly cache_creation_input_tokens: number
  readonly cache_read_input_tokens: number
}

// Since Opus 4.7 answers detail what was spent on thinking, and name the tier.
export function isDetailed({ version }: ModelEntry): boolean {
  const [major = 0, minor = 0] = version
  return major > 4 || (major === 4 && minor >= 7)
}

/** What a call used, in the order in which Bedrock writes it. */
export function usageOf({ request, reply, cachePlan }: RepliedCall): FullUsage {
  const dictated = reply.usage ?? {}
  return {
    ...inputUsage(dictated, cachePlan.counts),
    output_tokens: dictated.output_tokens ?? reply.outputTokens,
    ...(isDetailed(request.entry) && {
      output_tokens_details: dictated.output_tokens_details ?? { thinking_tokens: reply.thinkingTokens },
      service_tier: dictated.service_tier ?? 'standard',
    }),
  }
}

/** A scenario that dictates any count of the input dictates how the input divides; of what it leaves out there is none. */
function inputUsage(
  dictated: Partial<Usage>,
  { uncached, read, written5m, written1h }: RepliedCall['cachePlan']['counts'],
) {
  const { input_tokens: input, cache_read_input_tokens: dictatedRead, cache_creation: split } = dictated
  const dictatedWrite = dictated.cache_creation_input_tokens
  if (input === undefined && dictatedRead === undefined && dictatedWrite === undefined && split === undefined)
    return {
      input_tokens: uncached,
      cache_creation_input_tokens: written5m + written1h,
      cache_read_input_tokens: read,
      cache_creation: { ephemeral_5m_input_tokens: written5m, ephemeral_1h_input_tokens: written1h },
    }
  const written = dictatedWrite ?? (split ? split.ephemeral_5m_input_tokens + split.ephemeral_1h_input_tokens : 0)
  return {
    input_tokens: input ?? uncached + read + written5m + written1h,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: dictatedRead ?? 0,
    cache_creation: split ?? { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
  }
}
