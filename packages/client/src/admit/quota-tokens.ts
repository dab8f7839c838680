import { registry } from '@outcrop/models'
import type { TokenEstimates } from '../count/token-estimates.js'
import type { Charge } from '../cost/charge.js'
import type { PreparedInvocation } from '../invocation/index.js'

/** Characters of a token, roughly: for as long as nothing depends on it. */
const roughCharacters = 4

/** How many tokens of quota an output token of this call costs. */
export function burndownOf({ model }: PreparedInvocation): number {
  const { usualBurndown } = registry
  return model.surface === 'mantle' ? usualBurndown.mantle : (model.entry?.burndown ?? usualBurndown.runtime)
}

/**
 * What Bedrock reserves for a call, its input and `max_tokens`, and the most that it can have used of the quota in the
 * end. Rough without `estimates`.
 */
export function tokensNeeded(
  invocation: PreparedInvocation,
  estimates: TokenEstimates | undefined,
): { readonly input: number; readonly tokens: number; readonly most: number } {
  const { body, model } = invocation
  const input = estimates?.request(body, model.entry).tokens ?? roughly(body)
  return { input, tokens: input + body.max_tokens, most: input + body.max_tokens * burndownOf(invocation) }
}

/** What a call has used of the quota in the end; undefined if nobody knows it. Reading from the prompt cache is free. */
export function tokensUsed({ tokens, exact }: Charge, burndown: number): number | undefined {
  const { input, cacheWrite5m, cacheWrite1h, output } = tokens
  const used = input + cacheWrite5m + cacheWrite1h + output * burndown
  return exact || used === 0 ? used : undefined
}

function roughly({ messages, system }: PreparedInvocation['body']): number {
  let characters = typeof system === 'string' ? system.length : 0
  for (const { content } of messages) {
    if (typeof content === 'string') characters += content.length
    else for (const block of content) if (block.type === 'text') characters += (block as { text: string }).text.length
  }
  return characters / roughCharacters
}
