import type { AccountedAnswer, Reply } from '../invocation/index.js'
import { textOf } from './text-of.js'

/** Shapes it for the caller. */
export function replyOf(answer: AccountedAnswer, latencyMs: number): Reply {
  const { message, model, place, history } = answer
  return {
    text: textOf(message),
    message,
    usage: answer.usage,
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
    emulated: answer.emulated,
  }
}
