import { AnswerError } from '../errors/answer-error.js'
import type { AnswerDetails } from '../errors/answer-error.js'
import type { Reply } from '../invocation/index.js'

const truncated = new Set(['max_tokens', 'model_context_window_exceeded'])
const refused = new Set(['refusal', 'guardrail_intervened', 'content_filtered'])

/**
 * Sees to it that an answer of which only a part is handed on is not cut short.
 *
 * @throws AnswerError `answer_truncated` or `answer_refused`; the answer is in it
 */
export function demandWhole(reply: Reply): void {
  const { stopReason } = reply
  if (stopReason === null) return
  if (truncated.has(stopReason)) {
    throw answerError('answer_truncated', `The answer was cut off (${stopReason}) before it was whole`, reply)
  }
  if (refused.has(stopReason)) {
    const why = reply.message.stop_details?.explanation ?? stopReason
    throw answerError('answer_refused', `The model refused to answer: ${why}`, reply)
  }
}

/** The error of an answer that came and cannot be used, with the answer and what it cost. */
export function answerError(
  code: AnswerError['code'],
  message: string,
  reply: Reply,
  faults: NonNullable<AnswerDetails['faults']> = [],
): AnswerError {
  const { requestId, model, usage, costUsd, text } = reply
  return new AnswerError(code, message, {
    region: model.region,
    model: model.key ?? model.calledId,
    ...(requestId !== undefined && { requestId }),
    ...(costUsd !== undefined && { costUsd }),
    text,
    answer: reply.message,
    usage,
    faults,
    history: reply.history,
  })
}
