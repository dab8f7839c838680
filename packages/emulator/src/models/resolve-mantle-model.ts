import type { ModelEntry } from '@outcrop/models'
import { parseModelId } from '@outcrop/wire/bedrock'
import { ServiceFault, validationFault } from '../answer/service-fault.js'
import type { CalledModel, CallerCall } from '../call.js'
import { hasEnded } from './lifecycle.js'
import type { Place } from './resolve-model.js'

/**
 * The model that mantle calls by an id. It knows its own bare ids only, in the regions that serve them; a profile's id
 * is to it a model that does not exist.
 */
export function mantleModel(calledId: string, { region }: CallerCall, { offer, settings }: Place): CalledModel {
  const model = offer.byMantleId(calledId)
  if (!model) throw isOthersModel(calledId) ? wrongFamily(calledId) : noSuchModel(calledId)
  const { entry } = model
  if (entry.gated) throw notForThisAccount(calledId)
  if (!offer.isOnMantle(entry, region) || hasEnded(entry, region, settings.clock.now())) throw noSuchModel(calledId)
  return { ...model, entry: asOnMantle(entry, calledId), calledId }
}

/** On mantle a model has its mantle id, and no structured output. */
function asOnMantle(entry: ModelEntry, modelId: string): ModelEntry {
  return { ...entry, modelId, parameters: { ...entry.parameters, structuredOutput: false } }
}

function isOthersModel(modelId: string): boolean {
  const parsed = parseModelId(modelId)
  return parsed?.kind === 'foundation-model' && parsed.provider !== 'anthropic'
}

// As mantle answered in September 2026.
export function noSuchModel(modelId: string): ServiceFault {
  return new ServiceFault(404, 'not_found_error', `The model '${modelId}' does not exist`)
}

function wrongFamily(modelId: string): ServiceFault {
  return validationFault(`The model '${modelId}' does not support the '/anthropic/v1/messages' API`)
}

function notForThisAccount(modelId: string): ServiceFault {
  return new ServiceFault(
    401,
    'access_denied',
    `${modelId} is not available for this account. You can explore other available models on Amazon Bedrock. For additional access options, contact AWS Sales at https://aws.amazon.com/contact-us/sales-support/`,
  )
}
