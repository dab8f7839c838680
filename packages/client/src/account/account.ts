import type { Answer, Handler, PreparedInvocation, PricedAnswer } from '../invocation/index.js'
import { usageOf } from '../invocation/usage-of.js'
import { costOfAnswer } from './cost-of-answer.js'

/** Says what an answer used and cost. */
export function createAccount(next: Handler<PreparedInvocation, Answer>): Handler<PreparedInvocation, PricedAnswer> {
  return async (invocation, receive) => {
    const answer = await next(invocation, receive)
    return { ...answer, usage: usageOf(answer.message.usage), costUsd: costOfAnswer(answer) }
  }
}
