import { type ExceptionFamily, errorTypeHeader, exceptions, isExceptionName } from '@outcrop/wire/bedrock'
import type { Call, Handler } from '../call.js'
import { type Answer, jsonAnswer } from './answer.js'
import { ServiceFault } from './service-fault.js'

/** Turns what a stage refuses into the answer that AWS gives; what nobody foresaw is a 500, never a crash. */
export function answerFaults<Taken extends Call>(next: Handler<Taken>): Handler<Taken> {
  return async (call) => {
    try {
      return await next(call)
    } catch (error) {
      const fault = error instanceof ServiceFault ? error : unforeseen(error)
      call.entry.error = { type: fault.type, message: fault.message }
      return faultAnswer(fault)
    }
  }
}

export function faultAnswer(fault: ServiceFault): Answer {
  const { bodyText, capitalMessage } = fault.options
  const body = bodyText ?? JSON.stringify({ [capitalMessage ? 'Message' : 'message']: fault.message })
  return jsonAnswer(body, [['x-amzn-ErrorType', typeHeader(fault)]], fault.status)
}

// What is told to `Message` readers comes from the front end, whatever the exception's usual family.
function typeHeader({ type, options }: ServiceFault): string {
  if (!isExceptionName(type)) return type
  const family: ExceptionFamily = options.capitalMessage ? 'service' : exceptions[type].family
  return errorTypeHeader(type, family)
}

/** A mistake of ours. Its text may help whoever reads the journal or a test's output; it holds no secrets of theirs. */
function unforeseen(error: unknown): ServiceFault {
  const message = error instanceof Error ? error.message : String(error)
  return new ServiceFault(500, 'InternalServerException', `The emulator failed: ${message}`)
}
