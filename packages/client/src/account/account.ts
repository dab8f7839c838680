import type { Answer, Handler, PreparedInvocation, ReplyUsage } from '../invocation/index.js'
import { usageOf } from '../invocation/usage-of.js'

/** An answer with what it used and cost. */
export type Accounted<Below> = Below & { readonly usage: ReplyUsage; readonly costUsd: number | undefined }

/** What accounting needs. */
export interface AccountPorts {
  /** Price in US dollars; undefined where the model's price is not known. */
  readonly costUsd: (answer: Answer) => number | undefined
}

/** Says what an answer used and cost. */
export function createAccount<Below extends Answer>({
  costUsd,
}: AccountPorts): (next: Handler<PreparedInvocation, Below>) => Handler<PreparedInvocation, Accounted<Below>> {
  return (next) => async (invocation, receive) => {
    const answer = await next(invocation, receive)
    return { ...answer, usage: usageOf(answer.message.usage), costUsd: costUsd(answer) }
  }
}
