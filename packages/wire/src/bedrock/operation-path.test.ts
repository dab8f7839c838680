import { Bedrock } from '@aws-sdk/client-bedrock'
import { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WireError } from '../wire-error.js'
import { matchOperation, operationPath } from './operation-path.js'
import { operationNames, operations } from './operations.js'
import type { OperationName } from './operations.js'

const PROFILE = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'
const ARN = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456'

interface Sent {
  method: string
  path: string
  query: Record<string, string>
}

const config = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
  maxAttempts: 1,
}

/** Lets AWS's clients make a request, and takes it from them before it is sent. */
async function taken(call: (runtime: BedrockRuntime, control: Bedrock) => Promise<unknown>): Promise<Sent | undefined> {
  const requests: Sent[] = []
  const requestHandler = {
    handle: (request: Sent) => {
      requests.push(request)
      return Promise.reject(new Error('taken'))
    },
  } as never
  const options = { ...config, requestHandler }
  await expect(call(new BedrockRuntime(options), new Bedrock(options))).rejects.toThrow('taken')
  return requests[0]
}

const messages = [{ role: 'user' as const, content: [{ text: 'hi' }] }]
const byAws: Record<OperationName, (id: string) => Promise<Sent | undefined>> = {
  InvokeModel: (modelId) => taken((runtime) => runtime.invokeModel({ modelId, body: '{}' })),
  InvokeModelWithResponseStream: (modelId) =>
    taken((runtime) => runtime.invokeModelWithResponseStream({ modelId, body: '{}' })),
  Converse: (modelId) => taken((runtime) => runtime.converse({ modelId, messages })),
  ConverseStream: (modelId) => taken((runtime) => runtime.converseStream({ modelId, messages })),
  CountTokens: (modelId) => taken((runtime) => runtime.countTokens({ modelId, input: { converse: { messages } } })),
  ListFoundationModels: () => taken((_, control) => control.listFoundationModels({ byProvider: 'Anthropic' })),
  GetFoundationModel: (id) => taken((_, control) => control.getFoundationModel({ modelIdentifier: id })),
  GetFoundationModelAvailability: (modelId) =>
    taken((_, control) => control.getFoundationModelAvailability({ modelId })),
  ListInferenceProfiles: () => taken((_, control) => control.listInferenceProfiles({ nextToken: 'a/b=' })),
  GetInferenceProfile: (id) => taken((_, control) => control.getInferenceProfile({ inferenceProfileIdentifier: id })),
  CreateInferenceProfile: (copyFrom) =>
    taken((_, control) => control.createInferenceProfile({ inferenceProfileName: 'x', modelSource: { copyFrom } })),
  DeleteInferenceProfile: (id) =>
    taken((_, control) => control.deleteInferenceProfile({ inferenceProfileIdentifier: id })),
  GetUseCaseForModelAccess: () => taken((_, control) => control.getUseCaseForModelAccess()),
  PutUseCaseForModelAccess: () =>
    taken((_, control) => control.putUseCaseForModelAccess({ formData: new Uint8Array([1]) })),
  GetAccountDataRetention: () => taken((_, control) => control.getAccountDataRetention()),
  PutAccountDataRetention: () => taken((_, control) => control.putAccountDataRetention({ mode: 'aws_review' })),
}

describe.each(operationNames)('%s', (name) => {
  test.each([PROFILE, ARN])("has the method and the path of AWS's own client for %s", async (modelId) => {
    const sent = await byAws[name](modelId)
    const path = operationPath(name, { modelId, query: sent?.query ?? {} })
    expect(path.split('?')[0]).toBe(sent?.path)
    expect(operations[name].method).toBe(sent?.method)
    const named = operations[name].pattern.includes('{modelId}') ? { name, modelId } : { name }
    const { query, ...match } = matchOperation(sent?.method ?? '', path) ?? {}
    expect(match).toEqual(named)
    expect(Object.fromEntries(query ?? [])).toEqual(sent?.query)
  })
})

describe('operationPath', () => {
  test('encodes as AWS does', () => {
    expect(operationPath('Converse', { modelId: ARN })).toBe(
      '/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fabc123def456/converse',
    )
    expect(operationPath('GetInferenceProfile', { modelId: "a'$&b" })).toBe('/inference-profiles/a%27%24%26b')
    expect(operationPath('ListInferenceProfiles', { query: { type: 'SYSTEM_DEFINED', nextToken: 'a+b/c=' } })).toBe(
      '/inference-profiles?type=SYSTEM_DEFINED&nextToken=a%2Bb%2Fc%3D',
    )
  })

  test('fails where a model is needed and none is given', () => {
    expect(() => operationPath('InvokeModel')).toThrow(WireError)
    expect(() => operationPath('InvokeModel', { modelId: '' })).toThrow(WireError)
  })
})

describe('matchOperation', () => {
  test.each([
    ['/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke', PROFILE],
    ['/model/us.anthropic.claude-haiku-4-5-20251001-v1:0/invoke', PROFILE],
    [
      '/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fabc123def456/invoke',
      ARN,
    ],
    ['/model/arn:aws:bedrock:us-east-1:123456789012:application-inference-profile%2Fabc123def456/invoke', ARN],
    ['/model/arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456/invoke', ARN],
    ['/model/a%253Ab/invoke', 'a%3Ab'],
  ])('reads %s', (path, modelId) => {
    expect(matchOperation('POST', path)).toMatchObject({ name: 'InvokeModel', modelId })
  })

  test('takes the query apart', () => {
    const match = matchOperation('GET', '/inference-profiles?type=SYSTEM_DEFINED&maxResults=1000')
    expect(match?.name).toBe('ListInferenceProfiles')
    expect([...(match?.query ?? [])]).toEqual([
      ['type', 'SYSTEM_DEFINED'],
      ['maxResults', '1000'],
    ])
    expect(matchOperation('POST', '/model/m/invoke?x=/converse')?.name).toBe('InvokeModel')
  })

  test.each([
    ['GET', '/model/m/invoke'],
    ['POST', '/model//invoke'],
    ['POST', '/model/invoke'],
    ['POST', '/model/m/invoke/'],
    ['POST', '/model/m/other'],
    ['POST', '/model/a/b/invoke'],
    ['POST', '/model/a%2/invoke'],
    ['POST', '/model/a%ff/invoke'],
    ['GET', '/foundation-models/'],
    ['PUT', '/inference-profiles'],
    ['GET', '/'],
    ['GET', ''],
  ])('knows no %s %s', (method, path) => {
    expect(matchOperation(method, path)).toBeUndefined()
  })

  test('finds any model again that a path was made for', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/\p{Surrogate}/u.test(text))
    fc.assert(
      fc.property(fc.constantFrom(...operationNames), id, (name, modelId) => {
        const match = matchOperation(operations[name].method, operationPath(name, { modelId }))
        expect(match?.name).toBe(name)
        expect(match?.modelId).toBe(operations[name].pattern.includes('{') ? modelId : undefined)
      }),
    )
  })
})
