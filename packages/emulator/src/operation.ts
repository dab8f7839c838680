import { type OperationName, operations } from '@outcrop/wire/bedrock'

/** Anthropic's Messages API, on bedrock-runtime and on mantle; only mantle counts tokens. */
type MessagesOperation = 'Messages' | 'MessagesCountTokens'

/** What mantle tells of its models, in OpenAI's shapes. */
type MantleOperation = 'ListModels' | 'GetModel'

/** Of the control plane, for what the account made. */
type TagOperation = 'TagResource' | 'UntagResource' | 'ListTagsForResource'

/** Reads of AWS's service Service Quotas. */
export type ServiceQuotasOperation = 'ListServiceQuotas' | 'GetServiceQuota' | 'ListAWSDefaultServiceQuotas'

/** Of STS and of IAM: who calls, and what that one may. */
export type QueryOperation = 'GetCallerIdentity' | 'SimulatePrincipalPolicy'

/** Everything that the emulator can be asked for. */
export type EmulatedOperation =
  | OperationName
  | MessagesOperation
  | MantleOperation
  | TagOperation
  | ServiceQuotasOperation
  | QueryOperation

const beyondBedrock: Readonly<Record<Exclude<EmulatedOperation, OperationName>, true>> = {
  Messages: true,
  MessagesCountTokens: true,
  ListModels: true,
  GetModel: true,
  TagResource: true,
  UntagResource: true,
  ListTagsForResource: true,
  ListServiceQuotas: true,
  GetServiceQuota: true,
  ListAWSDefaultServiceQuotas: true,
  GetCallerIdentity: true,
  SimulatePrincipalPolicy: true,
}

/** All their names. */
export const emulatedOperations = [
  ...Object.keys(operations),
  ...Object.keys(beyondBedrock),
] as readonly EmulatedOperation[]

/** Which of AWS's hosts a request is meant for. Here they share one origin; mantle stands under `/mantle`. */
export type Endpoint = 'runtime' | 'control' | 'mantle' | 'service-quotas' | 'sts' | 'iam'
