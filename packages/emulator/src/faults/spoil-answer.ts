import { Buffer } from 'node:buffer'
import type { Answer } from '../answer/answer.js'
import type { EventFrames } from '../answer/event-frames.js'
import { ServiceFault } from '../answer/service-fault.js'
import type { AnswerFault } from './fault.js'
import { usualErrorCode, usualErrorMessage } from './fault-kinds.js'
import { type Scene, play } from './play.js'
import { eventOf } from './strike.js'
import { messageOf, statusOf, upperCamel } from './wordings.js'

export type Effects = Omit<Scene, 'framing'>

/** The answer with its fault. @throws {ServiceFault} where an answer that is no stream tells the fault by its status. */
export function spoilAnswer(answer: Answer, fault: AnswerFault, effects: Effects): Answer {
  const { body } = answer
  if (body.kind === 'whole') return spoilWhole(answer, fault, { effects, text: body.text })
  if (body.kind !== 'stream') return answer
  const framing = answer.contentType.startsWith('text/event-stream') ? 'sse' : 'event-stream'
  return { ...answer, body: { kind: 'steps', steps: play(body.frames, fault, { ...effects, framing }) } }
}

/** A whole answer is one event, and knows its length beforehand: what is not told by bytes is told by the status. */
function spoilWhole(
  answer: Answer,
  fault: AnswerFault,
  { effects, text }: { readonly effects: Effects; readonly text: string },
): Answer {
  if (fault.kind !== 'split' && eventOf(fault) !== 0) return answer
  switch (fault.kind) {
    case 'checksum':
      return answer
    case 'eof':
      effects.fired()
      return { ...answer, body: { kind: 'whole', text: '' } }
    case 'exception': {
      effects.fired()
      const { type, message = messageOf(type) } = fault
      throw new ServiceFault(statusOf(type), upperCamel(type), message)
    }
    case 'error-frame':
      effects.fired()
      throw new ServiceFault(500, fault.code ?? usualErrorCode, fault.message ?? usualErrorMessage)
    case 'reset':
    case 'cut':
    case 'stall':
    case 'split':
  }
  const bytes = Buffer.from(text)
  const steps = play(only(bytes), fault, { ...effects, framing: 'whole' })
  return { ...answer, body: { kind: 'steps', length: bytes.length, steps } }
}

async function* only(bytes: Uint8Array): EventFrames {
  yield [bytes]
}
