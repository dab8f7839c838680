import type { Answer } from '../answer/answer.js'
import { ServiceFault } from '../answer/service-fault.js'
import type { CallerCall, Handler } from '../call.js'
import type { EmulatedOperation } from '../operation.js'
import { getDataRetention, getUseCase, putDataRetention, putUseCase } from './account.js'
import { createInferenceProfile } from './create-profile.js'
import {
  type Catalog,
  getFoundationModel,
  getFoundationModelAvailability,
  listFoundationModels,
} from './foundation-models.js'
import { getCallerIdentity } from './identity.js'
import { deleteInferenceProfile, getInferenceProfile, listInferenceProfiles } from './inference-profiles.js'
import { getMantleModel, listMantleModels } from './mantle-models.js'
import { getServiceQuota, listDefaultServiceQuotas, listServiceQuotas } from './service-quotas.js'
import { simulatePrincipalPolicy } from './simulate.js'
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
  ListServiceQuotas: listServiceQuotas,
  ListAWSDefaultServiceQuotas: listDefaultServiceQuotas,
  GetServiceQuota: getServiceQuota,
  GetUseCaseForModelAccess: getUseCase,
  PutUseCaseForModelAccess: putUseCase,
  GetAccountDataRetention: getDataRetention,
  PutAccountDataRetention: putDataRetention,
  GetCallerIdentity: getCallerIdentity,
  SimulatePrincipalPolicy: simulatePrincipalPolicy,
}

/** Answers what is told rather than thought: the control plane, mantle's list of models, Service Quotas, STS, IAM. */
export function answerCatalog(catalog: Catalog): Handler<CallerCall> {
  return async (call) => {
    const answer = answers[call.operation]
    if (answer) return answer(call, catalog)
    throw new ServiceFault(501, 'UnknownOperationException', `The emulator does not answer ${call.operation}.`)
  }
}
