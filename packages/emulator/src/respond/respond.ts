import { jsonAnswer } from '../answer/answer.js'
import type { Behaviour } from '../behaviour.js'
import type { ChatCall, Handler, RepliedCall } from '../call.js'
import type { EmulatorClock } from '../clock/clock.js'
import { inputTokensOf } from '../tokens/count-request.js'
import { messageOf } from './message.js'
import type { Finished } from './finished.js'
import { streamConverse, streamInvoke } from './streamed.js'
import { chargeOf, usageOf } from './usage.js'
import { answerConverse, answerInvoke } from './whole.js'

/** Answers in the shape of the operation that was called. */
export function respond(clock: EmulatorClock, behaviour: Behaviour): Handler<RepliedCall> {
  return async (call) => {
    const usage = usageOf(call)
    call.entry.usage = usage
    call.entry.charged = chargeOf(usage, call.model.entry)
    const finished: Finished = { call, message: messageOf(call), clock, latency: behaviour.latency }
    switch (call.operation) {
      case 'InvokeModelWithResponseStream':
        return streamInvoke(finished)
      case 'ConverseStream':
        return streamConverse(finished)
      case 'Converse':
        return answerConverse(finished)
      default:
        return answerInvoke(finished)
    }
  }
}

/** CountTokens needs no engine. */
export const respondCount: Handler<ChatCall> = (call) =>
  Promise.resolve(jsonAnswer(`{"inputTokens":${inputTokensOf(call.request)}}`))
