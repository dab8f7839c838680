import { type ExceptionFamily, errorTypeHeader, exceptions, isExceptionName } from '@outcrop/wire/bedrock'
import type { Received } from '../call.js'
import { newMantleRequestId } from '../clock/random.js'
import { type Answer, jsonAnswer } from './answer.js'
import { anthropicErrorBody } from './anthropic-error.js'
import { type Voice, voiceFor } from './fault-voice.js'
import { queryErrorBody } from './query-error.js'
import type { ServiceFault } from './service-fault.js'

/** The answer to a request that is refused, in the shape of the API that it was sent to. */
export function faultAnswer(fault: ServiceFault, received: Pick<Received, 'path' | 'headers'>): Answer {
  return tellers[voiceFor(fault, received)](fault)
}

const tellers: Readonly<Record<Voice, (fault: ServiceFault) => Answer>> = {
  aws(fault) {
    const { bodyText, capitalMessage } = fault.options
    const body = bodyText ?? JSON.stringify({ [capitalMessage ? 'Message' : 'message']: fault.message })
    return jsonAnswer(body, [['x-amzn-ErrorType', typeHeader(fault)]], fault.status)
  },
  'json-1.1'(fault) {
    const body = JSON.stringify({ __type: fault.type, Message: fault.message })
    return { ...jsonAnswer(body, [], fault.status), contentType: 'application/x-amz-json-1.1' }
  },
  query: (fault) => ({
    status: fault.status,
    contentType: 'text/xml',
    headers: [],
    body: { kind: 'whole', text: queryErrorBody(fault) },
  }),
  anthropic(fault) {
    const id = newMantleRequestId()
    return jsonAnswer(anthropicErrorBody(fault, id), [['request-id', id]], fault.status)
  },
  openai(fault) {
    const { type: code, message, status } = fault
    const kind = code === 'invalid_api_key' ? 'permission_denied_error' : 'invalid_request_error'
    const body = JSON.stringify({ error: { code, message, param: null, type: kind } })
    return jsonAnswer(body, [['request-id', newMantleRequestId()]], status)
  },
}

// What is told to `Message` readers comes from the front end, whatever the exception's usual family.
function typeHeader({ type, options }: ServiceFault): string {
  if (!isExceptionName(type)) return type
  const family: ExceptionFamily = options.capitalMessage ? 'service' : exceptions[type].family
  return errorTypeHeader(type, family)
}
