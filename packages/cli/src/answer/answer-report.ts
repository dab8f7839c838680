import type { Reply, ResolvedModel } from '@outcrop/client'
import { isOutcropError } from '@outcrop/client/errors'

/** The members of `--json` for a whole answer. `text` is what the command would have printed. */
export function answerReport(reply: Reply, text: string): Readonly<Record<string, unknown>> {
  const { usage, costUsd, attempts, requestId, latencyMs, emulated, stopReason, model } = reply
  return {
    text,
    model: model.key ?? model.calledId,
    calledId: model.calledId,
    region: model.region,
    stopReason,
    usage,
    costUsd,
    attempts,
    requestId,
    durationMs: Math.round(latencyMs),
    emulated,
  }
}

/** The same for a call that failed: as much as is known. */
export function brokenAnswerReport(
  error: unknown,
  model: ResolvedModel,
  seen: { readonly text: string; readonly durationMs: number },
): Readonly<Record<string, unknown>> {
  const { key, calledId, region } = model
  const known = isOutcropError(error) ? error : undefined
  const usage = known !== undefined && 'usage' in known ? known.usage : undefined
  return {
    ...(seen.text !== '' && { text: seen.text }),
    model: key ?? calledId,
    calledId,
    region,
    ...(usage !== undefined && { usage }),
    ...(known !== undefined && { attempts: known.attempts }),
    ...(known?.requestId !== undefined && { requestId: known.requestId }),
    durationMs: Math.round(seen.durationMs),
  }
}
