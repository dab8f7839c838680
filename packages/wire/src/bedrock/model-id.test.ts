import { describe, expect, test } from 'vitest'
import { parseArn } from './arn.js'
import { parseModelId } from './model-id.js'

describe('parseArn', () => {
  test('takes an ARN apart', () => {
    expect(parseArn('arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-x-v1:0')).toEqual({
      partition: 'aws',
      service: 'bedrock',
      region: 'us-east-1',
      account: '123456789012',
      resourceType: 'inference-profile',
      resourceId: 'us.anthropic.claude-x-v1:0',
    })
  })

  test('knows empty regions and accounts, as in the destinations of a global profile', () => {
    expect(parseArn('arn:aws:bedrock:::foundation-model/anthropic.claude-opus-5')).toMatchObject({
      region: '',
      account: '',
      resourceType: 'foundation-model',
    })
  })

  test.each([
    ['arn:aws:sns:us-east-1:123456789012:topic', '', 'topic'],
    ['arn:aws:logs:us-east-1:123456789012:log-group:a/b', 'log-group', 'a/b'],
    ['arn:aws-us-gov:iam::aws:policy/AmazonBedrockFullAccess', 'policy', 'AmazonBedrockFullAccess'],
  ])('reads the resource of %s', (arn, resourceType, resourceId) => {
    expect(parseArn(arn)).toMatchObject({ resourceType, resourceId })
  })

  test.each([
    '',
    'arn',
    'arn:aws',
    'arn:aws:bedrock:us-east-1:123:x/y',
    'arn:aws:bedrock:us-east-1:123456789012:',
    'x',
  ])('does not take %j for one', (text) => {
    expect(parseArn(text)).toBeUndefined()
  })
})

describe('parseModelId', () => {
  const place = { partition: 'aws', region: 'us-east-1', account: '123456789012' }

  test.each([
    ['anthropic.claude-opus-5-5', 'anthropic'],
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic'],
    ['anthropic.claude-3-haiku-20240307-v1:0:200k', 'anthropic'],
    ['deepseek.r1-v1:0', 'deepseek'],
    ['moonshotai.kimi-k2.5', 'moonshotai'],
  ])('%s is a foundation model', (id, provider) => {
    expect(parseModelId(id)).toEqual({ kind: 'foundation-model', id, provider })
  })

  test.each(['us', 'eu', 'apac', 'jp', 'au', 'us-gov', 'global', 'newland'])('%s.… is a system profile', (prefix) => {
    expect(parseModelId(`${prefix}.anthropic.claude-haiku-4-5-20251001-v1:0`)).toEqual({
      kind: 'inference-profile',
      id: 'anthropic.claude-haiku-4-5-20251001-v1:0',
      prefix,
      provider: 'anthropic',
    })
  })

  test('knows the profiles of other makers by their prefix', () => {
    expect(parseModelId('eu.amazon.nova-lite-v1:0')).toMatchObject({ prefix: 'eu', provider: 'amazon' })
  })

  test.each([
    [
      'foundation-model/anthropic.claude-x-v1:0',
      'foundation-model',
      'anthropic.claude-x-v1:0',
      { provider: 'anthropic' },
    ],
    [
      'inference-profile/us.anthropic.claude-x-v1:0',
      'inference-profile',
      'anthropic.claude-x-v1:0',
      { provider: 'anthropic', prefix: 'us' },
    ],
    ['inference-profile/abc123', 'inference-profile', 'abc123', {}],
    ['inference-profile/some.thing', 'inference-profile', 'some.thing', { provider: 'some' }],
    ['application-inference-profile/abc123def456', 'application-inference-profile', 'abc123def456', {}],
    ['provisioned-model/abc123', 'provisioned-model', 'abc123', {}],
    [
      'custom-model/anthropic.claude-3-haiku-20240307-v1:0:200k/abc',
      'custom-model',
      'anthropic.claude-3-haiku-20240307-v1:0:200k/abc',
      {},
    ],
    ['custom-model-deployment/abc', 'custom-model-deployment', 'abc', {}],
    ['imported-model/abc', 'imported-model', 'abc', {}],
    ['prompt-router/abc', 'prompt-router', 'abc', {}],
    ['default-prompt-router/anthropic.claude:1', 'default-prompt-router', 'anthropic.claude:1', {}],
    ['prompt/ABC:1', 'prompt', 'ABC:1', {}],
  ])('reads the ARN of %s', (resource, kind, id, more) => {
    expect(parseModelId(`arn:aws:bedrock:us-east-1:123456789012:${resource}`)).toEqual({ kind, id, ...more, ...place })
  })

  test('leaves out what an ARN leaves empty', () => {
    expect(parseModelId('arn:aws:bedrock:::foundation-model/anthropic.claude-opus-5')).toEqual({
      kind: 'foundation-model',
      id: 'anthropic.claude-opus-5',
      provider: 'anthropic',
      partition: 'aws',
    })
  })

  test('reads marketplace endpoints, which are SageMaker’s', () => {
    expect(parseModelId('arn:aws:sagemaker:us-east-1:123456789012:endpoint/mine')).toEqual({
      kind: 'endpoint',
      id: 'mine',
      ...place,
    })
  })

  test.each([
    '',
    'sonnet',
    'claude-sonnet-4-5',
    'abc123def456',
    'Anthropic.Claude',
    'anthropic.',
    '.claude',
    'anthropic.claude x',
    'arn:aws:s3:::bucket/key',
    'arn:aws:bedrock:us-east-1:123456789012:guardrail/abc',
    'arn:aws:sagemaker:us-east-1:123456789012:model/mine',
    'arn:nonsense',
  ])('does not know %j', (text) => {
    expect(parseModelId(text)).toBeUndefined()
  })
})
