import type { OperationName } from '@outcrop/wire/bedrock'
import type { Answer } from '../answer/answer.js'
import { ServiceFault } from '../answer/service-fault.js'
import type { CallerCall, Handler } from '../call.js'
import {
  type Catalog,
  getFoundationModel,
  getFoundationModelAvailability,
  listFoundationModels,
} from './foundation-models.js'
import { getInferenceProfile, listInferenceProfiles } from './inference-profiles.js'

const answers: Readonly<Partial<Record<OperationName, (call: CallerCall, catalog: Catalog) => Answer>>> = {
  ListFoundationModels: listFoundationModels,
  GetFoundationModel: getFoundationModel,
  GetFoundationModelAvailability: getFoundationModelAvailability,
  ListInferenceProfiles: listInferenceProfiles,
  GetInferenceProfile: getInferenceProfile,
}

/** Answers the control plane's operations. */
export function answerCatalog(catalog: Catalog): Handler<CallerCall> {
  return async (call) => {
    const answer = answers[call.operation]
    if (answer) return answer(call, catalog)
    // What exists on Bedrock and not here yet is said so, rather than half done.
    throw new ServiceFault(501, 'UnknownOperationException', `The emulator does not know ${call.operation} yet.`)
  }
}
