import { validationFault } from '../answer/service-fault.js'
import type { ChatCall, Stage } from '../call.js'
import type { ChatRequest } from '../request/chat-request.js'
import { modelRules } from './model-rules.js'
import type { Refusal } from './rule.js'

const converseOfModels = 'The model returned the following errors: '

/** Asks every rule; the first that refuses is the answer. */
export const judge: Stage<ChatCall, ChatCall> = (next) => (call) => {
  const { request } = call
  for (const rule of modelRules) {
    const refusal = rule(request)
    if (refusal) throw validationFault(wordingOf(refusal, request))
  }
  return next(call)
}

/** Converse says whose words they are. */
function wordingOf({ by, message }: Refusal, { origin }: ChatRequest): string {
  return by === 'model' && origin === 'converse' ? converseOfModels + message : message
}
