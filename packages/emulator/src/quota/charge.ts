/** Not published for some of the newest models; this is what "all other Anthropic models" have. */
export const usualBurndown = 5

/** Mantle counts output as it counts input. */
export const mantleBurndown = 1

/** The tokens of a call that count against the quota. What was read from the cache does not. */
interface CountedTokens {
  readonly inputTokens: number
  readonly cacheWriteTokens: number
}

/** What a call asks for before it runs. */
export interface Demand extends CountedTokens {
  readonly maxTokens: number
  /** Tokens of quota for each token of output. */
  readonly burndown: number
}

/** What a call has used. */
export interface Used extends CountedTokens {
  readonly outputTokens: number
}

/** What is set aside at admission: the output at its maximum, but before burndown. */
export function reservationFor({ inputTokens, cacheWriteTokens, maxTokens }: Demand): number {
  return whole(inputTokens) + whole(cacheWriteTokens) + whole(maxTokens)
}

/** What a call costs of the quota: input + cache write + burndown × output. */
export function chargeFor({ inputTokens, cacheWriteTokens, outputTokens }: Used, burndown: number): number {
  return whole(inputTokens) + whole(cacheWriteTokens) + whole(outputTokens * burndown)
}

// Counts that a scenario dictates, and a burndown of one's own registry, may be anything.
function whole(tokens: number): number {
  return Number.isFinite(tokens) && tokens > 0 ? Math.ceil(tokens) : 0
}
