import type { Reply } from '@outcrop/client'
import { count, dollars, duration } from '../terminal/quantities.js'

/** The line after an answer: `Claude Sonnet 4.5 · 21 tokens in, 317 out · $0.0048 · 5.2 s`. */
export function receiptLine(reply: Reply, verbose: boolean): string {
  const { model, usage, costUsd, latencyMs, attempts, requestId } = reply
  const cached = usage.cacheReadInputTokens + usage.cacheWriteInputTokens
  const input = `${count(usage.inputTokens)} tokens in${cached === 0 ? '' : ` (and ${count(cached)} by the cache)`}`
  return [
    verbose ? `${model.displayName} as ${model.calledId} in ${model.region}` : model.displayName,
    `${input}, ${count(usage.outputTokens)} out`,
    dollars(costUsd),
    duration(latencyMs),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...(verbose && requestId !== undefined ? [`request ${requestId}`] : []),
    ...(reply.emulated ? ['emulated: nothing was charged'] : []),
  ].join(' · ')
}
