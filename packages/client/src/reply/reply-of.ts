import type { AccountedAnswer, Reply, ReplyUsage } from '../invocation/index.js'
import { textOf } from './text-of.js'

/** The share of the input that came from the prompt cache. */
function hitRateOf({ inputTokens, cacheReadInputTokens, cacheWriteInputTokens }: ReplyUsage): number {
  const input = inputTokens + cacheReadInputTokens + cacheWriteInputTokens
  return input === 0 ? 0 : cacheReadInputTokens / input
}

/** Shapes it for the caller. */
export function replyOf(
  answer: AccountedAnswer,
  { latencyMs, queuedMs }: Pick<Reply, 'latencyMs' | 'queuedMs'>,
): Reply {
  const { message, model, place, history } = answer
  return {
    text: textOf(message),
    message,
    usage: answer.usage,
    cache: { hitRate: hitRateOf(answer.usage) },
    costUsd: answer.costUsd,
    stopReason: message.stop_reason,
    model: {
      key: model.key,
      displayName: model.displayName,
      calledId: model.calledId,
      surface: place.surface,
      endpoint: place.endpoint,
      region: model.region,
      geography: model.geography,
    },
    requestId: answer.requestId,
    attempts: history.length,
    history,
    latencyMs,
    queuedMs,
    emulated: answer.emulated,
  }
}
