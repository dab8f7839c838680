import type { Answer } from '../answer/answer.js'
import { ServiceFault } from '../answer/service-fault.js'
import type { CallerCall, Handler } from '../call.js'
import type { EmulatedOperation } from '../operation.js'
import { createInferenceProfile } from './create-profile.js'
import {
  type Catalog,
  getFoundationModel,
  getFoundationModelAvailability,
  listFoundationModels,
} from './foundation-models.js'
import { deleteInferenceProfile, getInferenceProfile, listInferenceProfiles } from './inference-profiles.js'
import { getMantleModel, listMantleModels } from './mantle-models.js'
import { listTagsForResource, tagResource, untagResource } from './tags.js'

const answers: Readonly<Partial<Record<EmulatedOperation, (call: CallerCall, catalog: Catalog) => Answer>>> = {
  ListFoundationModels: listFoundationModels,
  GetFoundationModel: getFoundationModel,
  GetFoundationModelAvailability: getFoundationModelAvailability,
  ListInferenceProfiles: listInferenceProfiles,
  GetInferenceProfile: getInferenceProfile,
  CreateInferenceProfile: createInferenceProfile,
  DeleteInferenceProfile: deleteInferenceProfile,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,
  ListModels: listMantleModels,
  GetModel: getMantleModel,
}

/** Answers the control plane's operations, and mantle's list of models. */
export function answerCatalog(catalog: Catalog): Handler<CallerCall> {
  return async (call) => {
    const answer = answers[call.operation]
    if (answer) return answer(call, catalog)
    // What exists on Bedrock and not here yet is said so, rather than half done.
    throw new ServiceFault(501, 'UnknownOperationException', `The emulator does not know ${call.operation} yet.`)
  }
}
