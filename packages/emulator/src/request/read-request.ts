import type { AccountState } from '../account/account-state.js'
import { validationFault } from '../answer/service-fault.js'
import { type ChatCall, type ModelCall, type Stage, withFound } from '../call.js'
import type { EmulatorSettings } from '../options.js'
import type { ChatContext, Origin } from './chat-request.js'
import { asObject, unreadableBody, unreadableModelInput } from './parse-json.js'
import { type ReadRequest, fromConverse, fromCountTokens, fromInvoke } from './read-chat-request.js'

/** Reads the body of an operation on a model into Anthropic's shapes. */
export function readRequest({ registry }: EmulatorSettings, account: AccountState): Stage<ModelCall, ChatCall> {
  const knownBetas = new Set(
    registry.betas.flags
      .filter(({ documented, forwarded }) => documented || forwarded.some((surface) => surface !== 'mantle'))
      .map(({ name }) => name.toLowerCase()),
  )
  return (next) => (call) => {
    const contextFor = (origin: Origin): ChatContext => ({
      origin,
      entry: call.model.entry,
      dataRetention: account.dataRetention,
      knownBetas,
    })
    return next(withFound(call, read(call, contextFor)))
  }
}

function read(call: ModelCall, contextFor: (origin: Origin) => ChatContext): ReadRequest {
  const { operation, received } = call
  if (operation === 'CountTokens') refuseUncountable(call)
  const body = asObject(received.json())
  if (operation === 'InvokeModel' || operation === 'InvokeModelWithResponseStream') {
    if (!body) throw unreadableModelInput()
    return fromInvoke(body, contextFor('invoke'))
  }
  if (!body) throw unreadableBody()
  return operation === 'CountTokens' ? fromCountTokens(body, contextFor) : fromConverse(body, contextFor('converse'))
}

/** CountTokens knows foundation models only, and of them those up to 4.6. */
function refuseUncountable({ model }: ModelCall): void {
  if (model.prefix !== undefined || model.entry.countTokens.runtime === false)
    throw validationFault("The provided model doesn't support counting tokens.")
}
