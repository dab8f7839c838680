import type { Reply } from '@outcrop/client'
import { AnswerError } from '@outcrop/client/errors'

const truncated = new Set(['max_tokens', 'model_context_window_exceeded'])
const refused = new Set(['refusal', 'guardrail_intervened', 'content_filtered'])

/**
 * The reply, if it is whole. What was cut off or refused is never taken for an answer, whatever stands in it.
 *
 * @throws AnswerError `answer_truncated` or `answer_refused`
 */
export function wholeReply(reply: Reply): Reply {
  const { stopReason } = reply
  if (stopReason !== null && refused.has(stopReason)) {
    const why = reply.message.stop_details?.explanation ?? stopReason
    throw answerError('answer_refused', `The model refused to answer: ${why}`, reply)
  }
  if (stopReason !== null && truncated.has(stopReason)) {
    throw answerError('answer_truncated', `The answer was cut off (${stopReason}), so nothing of it is used`, reply)
  }
  return reply
}

function answerError(code: AnswerError['code'], message: string, reply: Reply): AnswerError {
  const { requestId, model, history, text } = reply
  return new AnswerError(code, message, {
    remedy:
      code === 'answer_refused'
        ? 'Say what it is for, put it differently, or choose another model.'
        : 'Allow more tokens for the answer (--max-tokens), or ask for less at a time.',
    region: model.region,
    model: model.key ?? model.calledId,
    ...(requestId !== undefined && { requestId }),
    text,
    answer: reply.message,
    history,
  })
}
