/** The operations of Bedrock's APIs that this package knows, by AWS's names. */
export type OperationName =
  | 'InvokeModel'
  | 'InvokeModelWithResponseStream'
  | 'Converse'
  | 'ConverseStream'
  | 'CountTokens'
  | 'ListFoundationModels'
  | 'GetFoundationModel'
  | 'GetFoundationModelAvailability'
  | 'ListInferenceProfiles'
  | 'GetInferenceProfile'
  | 'CreateInferenceProfile'
  | 'DeleteInferenceProfile'
  | 'GetUseCaseForModelAccess'
  | 'PutUseCaseForModelAccess'
  | 'GetAccountDataRetention'
  | 'PutAccountDataRetention'

/** How an operation stands on the wire. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The path, with `{modelId}` where a model or a profile is named. */
  readonly pattern: string
  /** Which of Bedrock's two APIs has it: bedrock-runtime, or bedrock, the control plane. */
  readonly service: 'runtime' | 'control'
  readonly answer: 'json' | 'event-stream'
  readonly successStatus: number
}

/**
 * The operations that Claude on Bedrock needs. Source: the schemas of `@aws-sdk/client-bedrock-runtime` and
 * `@aws-sdk/client-bedrock` 3.1164.0, read on 2026-11-22.
 */
export const operations: Readonly<Record<OperationName, Operation>> = {
  InvokeModel: runtime('/model/{modelId}/invoke', 'json'),
  InvokeModelWithResponseStream: runtime('/model/{modelId}/invoke-with-response-stream', 'event-stream'),
  Converse: runtime('/model/{modelId}/converse', 'json'),
  ConverseStream: runtime('/model/{modelId}/converse-stream', 'event-stream'),
  CountTokens: runtime('/model/{modelId}/count-tokens', 'json'),
  ListFoundationModels: control('GET', '/foundation-models'),
  GetFoundationModel: control('GET', '/foundation-models/{modelId}'),
  GetFoundationModelAvailability: control('GET', '/foundation-model-availability/{modelId}'),
  ListInferenceProfiles: control('GET', '/inference-profiles'),
  GetInferenceProfile: control('GET', '/inference-profiles/{modelId}'),
  CreateInferenceProfile: { ...control('POST', '/inference-profiles'), successStatus: 201 },
  DeleteInferenceProfile: control('DELETE', '/inference-profiles/{modelId}'),
  GetUseCaseForModelAccess: control('GET', '/use-case-for-model-access'),
  PutUseCaseForModelAccess: { ...control('POST', '/use-case-for-model-access'), successStatus: 201 },
  GetAccountDataRetention: control('GET', '/data-retention'),
  PutAccountDataRetention: control('PUT', '/data-retention'),
}

export const operationNames = Object.keys(operations) as readonly OperationName[]

function runtime(pattern: string, answer: Operation['answer']): Operation {
  return { method: 'POST', pattern, service: 'runtime', answer, successStatus: 200 }
}

function control(method: Operation['method'], pattern: string): Operation {
  return { method, pattern, service: 'control', answer: 'json', successStatus: 200 }
}
