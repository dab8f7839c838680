import { Buffer } from 'node:buffer'
import { type ConverseExtras, WireError, converseToInvoke } from '@outcrop/wire/converse'
import { validationFault } from '../answer/service-fault.js'
import { converseRules } from './converse-shape.js'
import { type ChatContext, type ChatRequest, type Origin, chatRequest } from './chat-request.js'
import { type JsonObject, isObject } from './json.js'
import { asObject, parseJson, unreadableModelInput } from './parse-json.js'

/** A request in Anthropic's shapes, with what Converse says besides. */
export interface ReadRequest {
  readonly request: ChatRequest
  readonly extras: ConverseExtras
}

/** A body of InvokeModel. */
export function fromInvoke(body: JsonObject, context: ChatContext): ReadRequest {
  return { request: chatRequest(body, context), extras: {} }
}

/** A body of Converse, judged by Converse's own rules and put into Anthropic's shapes. */
export function fromConverse(body: JsonObject, context: ChatContext): ReadRequest {
  for (const rule of converseRules) {
    const message = rule(body)
    if (message !== undefined) throw validationFault(message)
  }
  // What Bedrock takes where the request does not say how much may be said: all that the model can.
  const { maxOutputTokens: maxTokens } = context.entry
  try {
    const { body: translated, extras } = converseToInvoke(body, { maxTokens })
    return { request: chatRequest({ ...translated }, context), extras }
  } catch (error) {
    throw error instanceof WireError ? validationFault(inBedrocksWords(error.message)) : error
  }
}

// A mapping's refusal begins with the path of the field; a wording of Bedrock's own stands behind it, if there is one.
function inBedrocksWords(message: string): string {
  const own = message.indexOf('The additional field ')
  return own >= 0 ? message.slice(own) : message
}

/** The body inside a CountTokens request, which wraps one of the two. */
export function fromCountTokens(body: JsonObject, contextFor: (origin: Origin) => ChatContext): ReadRequest {
  const input = isObject(body['input']) ? body['input'] : {}
  const { invokeModel, converse } = input
  if (isObject(converse)) return fromConverse(converse, contextFor('converse'))
  const encoded = isObject(invokeModel) ? invokeModel['body'] : undefined
  if (typeof encoded !== 'string') throw validationFault(missingInput)
  const inner = asObject(parseJson(Buffer.from(encoded, 'base64')))
  if (!inner) throw unreadableModelInput()
  return fromInvoke(inner, contextFor('invoke'))
}

const missingInput =
  "1 validation error detected: Value null at 'input' failed to satisfy constraint: Member must not be null"
