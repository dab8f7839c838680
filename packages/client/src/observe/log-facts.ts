import { isOutcropError } from '../errors/outcrop-error.js'
import type { Reply } from '../invocation/index.js'

type Answered = Pick<Reply, 'model' | 'usage' | 'costUsd' | 'stopReason' | 'requestId' | 'attempts' | 'emulated'>

/** What a log says of a whole answer: no prompt, no answer and no secret. */
export function answerFacts({ model, usage, costUsd, stopReason, requestId, attempts, emulated }: Answered) {
  const { key, calledId, region } = model
  return { model: key ?? calledId, calledId, region, requestId, attempts, stopReason, usage, costUsd, emulated }
}

/** What a log says of a failure. `asked`: the model as the caller named it, for an error that names none. */
export function errorFacts(error: unknown, asked: string | undefined) {
  if (!isOutcropError(error)) return { model: asked, error: error instanceof Error ? error.message : String(error) }
  const { message, status, code, remedy, requestId, region, attempts, model } = error
  return { model: model ?? asked, error: message, errorCode: status, code, remedy, requestId, region, attempts }
}
