import { registry } from '@outcrop/models'
import { expect, test } from 'vitest'
import { iamPolicy } from './iam-policy.js'
import type { PolicyTarget } from './iam-policy.js'

const modelId = 'anthropic.claude-sonnet-4-5-20250929-v1:0'
const target = (changes: Partial<PolicyTarget> = {}): PolicyTarget => ({
  calledId: `eu.${modelId}`,
  modelId,
  region: 'eu-central-1',
  geography: 'eu',
  surface: 'invoke',
  counts: 'runtime',
  ...changes,
})
const options = { account: '111122223333', firstUse: false, apiKey: false, diagnose: false }
const resources = (policy: ReturnType<typeof iamPolicy>, sid: string) =>
  policy.Statement.find((statement) => statement.Sid === sid)?.Resource

test('a geographic profile needs itself, and the model in every region of the geography', () => {
  const policy = iamPolicy([target()], registry, options)
  expect(resources(policy, 'CallProfiles')).toEqual([
    `arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.${modelId}`,
  ])
  const regions = registry.geographies.find((geography) => geography.prefix === 'eu')?.regions ?? []
  expect(regions).toContain('eu-west-3')
  expect(resources(policy, 'CallModels')).toEqual(
    regions.map((region) => `arn:aws:bedrock:${region}::foundation-model/${modelId}`),
  )
  expect(resources(policy, 'CountTokens')).toEqual([`arn:aws:bedrock:eu-central-1::foundation-model/${modelId}`])
})

test('a global profile needs the model in the called region and in none', () => {
  const policy = iamPolicy([target({ calledId: `global.${modelId}`, geography: 'global' })], registry, options)
  expect(resources(policy, 'CallModels')).toEqual([
    `arn:aws:bedrock:eu-central-1::foundation-model/${modelId}`,
    `arn:aws:bedrock:::foundation-model/${modelId}`,
  ])
})

test('a bare id needs no profile', () => {
  const policy = iamPolicy([target({ calledId: modelId, geography: 'region' })], registry, options)
  expect(policy.Statement.map((statement) => statement.Sid)).toEqual(['CallModels', 'CountTokens'])
})

test('GovCloud has a partition of its own', () => {
  const gov = target({ calledId: `us-gov.${modelId}`, geography: 'us-gov', region: 'us-gov-west-1' })
  const arns = iamPolicy([gov], registry, options).Statement.flatMap((statement) => statement.Resource)
  expect(arns.every((arn) => arn.startsWith('arn:aws-us-gov:bedrock:us-gov-'))).toBe(true)
})

test('an application profile is named by its ARN, its model by the family of ids', () => {
  const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc'
  const unknown = target({ calledId: arn, modelId: undefined, geography: undefined, counts: undefined })
  const policy = iamPolicy([unknown], registry, options)
  expect(resources(policy, 'CallProfiles')).toEqual([arn])
  expect(resources(policy, 'LookUpProfiles')).toEqual([arn])
  expect(resources(policy, 'CallModels')).toEqual(['arn:aws:bedrock:*::foundation-model/anthropic.claude-*'])
})

test('two models share statements, and no resource stands twice', () => {
  const policy = iamPolicy(
    [target(), target(), target({ modelId: 'anthropic.x', calledId: 'eu.anthropic.x' })],
    registry,
    options,
  )
  expect(resources(policy, 'CallProfiles')).toHaveLength(2)
  expect(policy.Statement.map((statement) => statement.Sid)).toEqual(['CallProfiles', 'CallModels', 'CountTokens'])
})

const actions = (changes: object) =>
  iamPolicy([target()], registry, { ...options, ...changes }).Statement.flatMap((statement) => statement.Action)

test('what only some need is left out unless asked for', () => {
  expect(actions({})).not.toContain('aws-marketplace:Subscribe')
  expect(actions({ firstUse: true })).toContain('aws-marketplace:Subscribe')
  expect(actions({})).not.toContain('bedrock:CallWithBearerToken')
  expect(actions({ apiKey: true })).toContain('bedrock:CallWithBearerToken')
  expect(actions({})).not.toContain('bedrock:GetInferenceProfile')
  expect(actions({ diagnose: true })).toContain('servicequotas:ListServiceQuotas')
  expect(actions({ firstUse: true, apiKey: true, diagnose: true }).every((action) => !action.includes('*'))).toBe(true)
})

test('what is called or counted on mantle is allowed on its project', () => {
  const project = 'arn:aws:bedrock-mantle:eu-central-1:111122223333:project/default'
  const counted = iamPolicy([target({ counts: 'mantle' })], registry, { ...options, apiKey: true })
  expect(counted.Statement.map((statement) => statement.Sid)).toEqual([
    'CallProfiles',
    'CallModels',
    'CountOnMantle',
    'ApiKeys',
    'ApiKeysOnMantle',
  ])
  expect(resources(counted, 'CountOnMantle')).toEqual([project])
  const called = iamPolicy([target({ surface: 'mantle', counts: 'mantle' })], registry, options)
  expect(called.Statement.map((statement) => statement.Sid)).toEqual(['CallOnMantle', 'CountOnMantle'])
  expect(resources(called, 'CallOnMantle')).toEqual([project])
})
