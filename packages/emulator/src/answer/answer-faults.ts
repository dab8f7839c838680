import type { Call, Handler } from '../call.js'
import { faultAnswer } from './fault-answer.js'
import { withFaultHeaders } from './fault-headers.js'
import { ServiceFault } from './service-fault.js'

/** Turns what a stage refuses into the answer that AWS gives; what nobody foresaw is a 500, never a crash. */
export function answerFaults<Taken extends Call>(next: Handler<Taken>): Handler<Taken> {
  return async (call) => {
    try {
      return await next(call)
    } catch (error) {
      const fault = error instanceof ServiceFault ? error : unforeseen(error)
      call.entry.error = { type: fault.type, message: fault.message }
      return withFaultHeaders(faultAnswer(fault, call.received), fault)
    }
  }
}

/** A mistake of ours. Its text may help whoever reads the journal or a test's output; it holds no secrets of theirs. */
function unforeseen(error: unknown): ServiceFault {
  const message = error instanceof Error ? error.message : String(error)
  return new ServiceFault(500, 'InternalServerException', `The emulator failed: ${message}`)
}
