import { ServiceFault } from '../answer/service-fault.js'
import type { Behaviour } from '../behaviour.js'
import { type AdmittedCall, type RepliedCall, type Stage, withFound } from '../call.js'
import { isStreamed } from '../request/is-streamed.js'
import type { Question } from './engine.js'
import type { Reply } from '../reply.js'

/** Gets the words of an answer from whichever engine is set. */
export function askEngine(behaviour: Behaviour): Stage<AdmittedCall, RepliedCall> {
  return (next) => async (call) => {
    const { engine } = behaviour
    const { request, operation, model, departure, entry } = call
    entry.engine = engine.kind
    const question: Question = { request, operation, modelKey: model.key, calledId: model.calledId }
    if (engine.live && isStreamed(call)) {
      const live = await engine.live(question, departure)
      return next(withFound(call, { reply: upTo(Number(request.body['max_tokens'])), live }))
    }
    const reply = await engine.reply(question, departure)
    if (!reply) throw new ServiceFault(500, 'InternalServerException', `The ${engine.kind} engine has no answer.`)
    if (reply.scenario !== undefined) entry.scenario = reply.scenario
    return next(withFound(call, { reply }))
  }
}

/** Of an answer that has just begun nothing is known but its limit. */
function upTo(maxTokens: number): Reply {
  return { content: [], stopReason: 'max_tokens', stopSequence: null, outputTokens: maxTokens, thinkingTokens: 0 }
}
