import type { ModelEntry } from '@outcrop/models'
import type { Usage } from '@outcrop/wire/anthropic'
import type { RepliedCall } from '../call.js'
import { inputTokensOf } from '../tokens/count-request.js'

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
export function usageOf({ request, reply }: RepliedCall): FullUsage {
  const dictated = reply.usage ?? {}
  const written = dictated.cache_creation_input_tokens ?? 0
  return {
    input_tokens: dictated.input_tokens ?? inputTokensOf(request),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: dictated.cache_read_input_tokens ?? 0,
    cache_creation: dictated.cache_creation ?? { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
    output_tokens: dictated.output_tokens ?? reply.outputTokens,
    ...(isDetailed(request.entry) && {
      output_tokens_details: dictated.output_tokens_details ?? { thinking_tokens: reply.thinkingTokens },
      service_tier: dictated.service_tier ?? 'standard',
    }),
  }
}

// Not published for some of the newest models; this is what "all other Anthropic models" have.
const usualBurndown = 5

/** How much of the TPM quota a call used. */
export function chargeOf(usage: FullUsage, { burndown }: ModelEntry): number {
  return usage.input_tokens + usage.cache_creation_input_tokens + usage.output_tokens * (burndown ?? usualBurndown)
}
