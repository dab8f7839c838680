import type { Reply } from '../invocation/index.js'

/** A reply that took two calls: the second answer, and what both used, cost and took. */
export function sumReplies(first: Reply, second: Reply): Reply {
  const sum = (name: keyof Reply['usage']) => first.usage[name] + second.usage[name]
  const history = [...first.history, ...second.history].map((record, index) => ({ ...record, number: index + 1 }))
  return {
    ...second,
    usage: {
      inputTokens: sum('inputTokens'),
      outputTokens: sum('outputTokens'),
      cacheReadInputTokens: sum('cacheReadInputTokens'),
      cacheWriteInputTokens: sum('cacheWriteInputTokens'),
    },
    costUsd: first.costUsd === undefined || second.costUsd === undefined ? undefined : first.costUsd + second.costUsd,
    attempts: first.attempts + second.attempts,
    history,
    latencyMs: first.latencyMs + second.latencyMs,
    queuedMs: first.queuedMs + second.queuedMs,
  }
}
