import { Buffer } from 'node:buffer'
import { parseModelId, readErrorAnswer } from '@outcrop/wire/bedrock'
import type { Answer } from '../answer/answer.js'
import type { Behaviour } from '../behaviour.js'
import type { CallerCall, Handler } from '../call.js'
import type { Offer } from '../models/offer.js'
import { calledIdOf } from '../request/called-id.js'

/** Leaves a call to an engine that answers it whole, before anything here has judged it. */
export function passThrough(behaviour: Behaviour, offer: Offer) {
  return (next: Handler<CallerCall>): Handler<CallerCall> =>
    (call) => {
      const { engine } = behaviour
      if (!engine.answer) return next(call)
      const { entry } = call
      entry.engine = engine.kind
      const calledId = calledIdOf(call)
      if (calledId !== undefined) {
        entry.calledId = calledId
        const model = offer.byId(parseModelId(calledId)?.id ?? calledId) ?? offer.byMantleId(calledId)
        if (model) entry.model = model.key
      }
      return noted(engine.answer(call), call)
    }
}

async function noted(answering: Promise<Answer>, { entry }: CallerCall): Promise<Answer> {
  const answer = await answering
  const error = errorIn(answer)
  if (error) entry.error = error
  return answer
}

function errorIn({ status, headers, body }: Answer): { readonly type: string; readonly message: string } | undefined {
  if (status < 400 || body.kind !== 'whole') return undefined
  const named = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))
  const { type, message } = readErrorAnswer(status, named, Buffer.from(body.text))
  return { type, message }
}
