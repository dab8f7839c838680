import { ServiceFault, validationFault } from '../answer/service-fault.js'
import type { ChatCall, ModelCall, Stage } from '../call.js'
import type { EmulatorSettings } from '../options.js'
import type { ChatContext, Origin } from './chat-request.js'
import type { JsonObject } from './json.js'
import { parseObject, unreadableBody, unreadableModelInput } from './parse-json.js'
import { type ReadRequest, fromConverse, fromCountTokens, fromInvoke } from './read-chat-request.js'

/** Reads the body of an operation on a model into Anthropic's shapes. */
export function readRequest({ registry, dataRetention }: EmulatorSettings): Stage<ModelCall, ChatCall> {
  const knownBetas = new Set(
    registry.betas.flags
      .filter(({ documented, forwarded }) => documented || forwarded.some((surface) => surface !== 'mantle'))
      .map(({ name }) => name.toLowerCase()),
  )
  return (next) => (call) => {
    const contextFor = (origin: Origin): ChatContext => ({
      origin,
      entry: call.model.entry,
      dataRetention,
      knownBetas,
    })
    return next({ ...call, ...read(call, contextFor) })
  }
}

function read(call: ModelCall, contextFor: (origin: Origin) => ChatContext): ReadRequest {
  const body = parseObject(call.received.body)
  switch (call.operation) {
    case 'InvokeModel':
    case 'InvokeModelWithResponseStream':
      if (!body) throw unreadableModelInput()
      return fromInvoke(body, contextFor('invoke'))
    case 'Converse':
    case 'ConverseStream':
      return fromConverse(objectOf(body), contextFor('converse'))
    case 'CountTokens':
      refuseUncountable(call)
      return fromCountTokens(objectOf(body), contextFor)
    default:
      throw new ServiceFault(500, 'InternalServerException', `${call.operation} takes no chat`)
  }
}

function objectOf(body: JsonObject | undefined): JsonObject {
  if (!body) throw unreadableBody()
  return body
}

/** CountTokens knows foundation models only, and of them those up to 4.6. */
function refuseUncountable({ model }: ModelCall): void {
  if (model.prefix !== undefined || model.entry.countTokens.runtime === false)
    throw validationFault("The provided model doesn't support counting tokens.")
}
