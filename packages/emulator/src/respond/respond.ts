import { type Answer, jsonAnswer } from '../answer/answer.js'
import type { Behaviour } from '../behaviour.js'
import type { ChatCall, Handler, RepliedCall } from '../call.js'
import type { EmulatorClock } from '../clock/clock.js'
import type { EmulatedOperation } from '../operation.js'
import { inputTokensOf } from '../tokens/count-request.js'
import { messageOf } from './message.js'
import { answerMessages, requestIdHeaders } from './messages.js'
import type { Finished } from './finished.js'
import { streamConverse, streamInvoke } from './streamed.js'
import { answerConverse, answerInvoke } from './whole.js'

const answers: Readonly<Partial<Record<EmulatedOperation, (finished: Finished) => Promise<Answer>>>> = {
  InvokeModel: answerInvoke,
  InvokeModelWithResponseStream: (finished) => Promise.resolve(streamInvoke(finished)),
  Converse: answerConverse,
  ConverseStream: (finished) => Promise.resolve(streamConverse(finished)),
  Messages: answerMessages,
}

/** Answers in the shape of the operation that was called. */
export function respond(clock: EmulatorClock, behaviour: Behaviour): Handler<RepliedCall> {
  return (call) => {
    // The answer begins: from now on others find in the cache what this request wrote.
    call.cachePlan.commit()
    const finished: Finished = { call, message: messageOf(call), clock, latency: behaviour.latency }
    call.entry.usage = finished.message.usage
    return (answers[call.operation] ?? answerInvoke)(finished)
  }
}

/** Counting needs no engine. */
export const respondCount: Handler<ChatCall> = (call) => {
  const member = call.operation === 'MessagesCountTokens' ? 'input_tokens' : 'inputTokens'
  return Promise.resolve(jsonAnswer(`{"${member}":${inputTokensOf(call.request)}}`, requestIdHeaders(call)))
}
