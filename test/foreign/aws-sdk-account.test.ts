import {
  BedrockClient,
  CreateInferenceProfileCommand,
  GetAccountDataRetentionCommand,
  GetFoundationModelAvailabilityCommand,
  GetFoundationModelCommand,
  GetUseCaseForModelAccessCommand,
  ListTagsForResourceCommand,
  PutAccountDataRetentionCommand,
  PutUseCaseForModelAccessCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-bedrock'
import { ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { type EmulatorOptions, type PolicyDocument, startEmulator } from '@outcrop/emulator'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runtimeClient } from './aws-sdk.js'
import {
  bareSonnet45,
  credentials,
  expiredSession,
  region,
  scrubEnvironment,
  sonnet45,
  unknownKey,
  wrongSecret,
} from './local-bedrock.js'

scrubEnvironment()

async function here(options: EmulatorOptions = {}): Promise<{ url: string }> {
  const emulator = await startEmulator({ credentials: [{ ...expiredSession, expired: true }], ...options })
  onTestFinished(() => emulator.close())
  return emulator
}

const base = { region, credentials, maxAttempts: 1 }
const messages = [{ role: 'user' as const, content: [{ text: 'Hi' }] }]
const callSonnet = (url: string, modelId = sonnet45) =>
  runtimeClient(url, { maxAttempts: 1 }).send(
    new ConverseCommand({ modelId, messages, inferenceConfig: { maxTokens: 5 } }),
  )

describe('STS', () => {
  test('tells who calls', async () => {
    const { url } = await here()
    const identity = await new STSClient({ ...base, endpoint: url }).send(new GetCallerIdentityCommand())
    expect(identity).toMatchObject({
      Arn: 'arn:aws:iam::123456789012:user/example',
      UserId: 'AIDACKCEVSQ6C2EXAMPLE',
      Account: '123456789012',
    })
  })

  test.each([
    ['SignatureDoesNotMatch', wrongSecret, /^The request signature we calculated does not match/],
    ['InvalidClientTokenId', unknownKey, /^The security token included in the request is invalid/],
    ['ExpiredToken', expiredSession, /^The security token included in the request is expired/],
  ])('refuses with %s', async (name, keys, message) => {
    const { url } = await here()
    const client = new STSClient({ ...base, credentials: keys, endpoint: url })
    await expect(client.send(new GetCallerIdentityCommand())).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message) as string,
    })
  })
})

const allowSonnet: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['bedrock:InvokeModel', 'iam:SimulatePrincipalPolicy', 'bedrock:Get*'],
      Resource: '*',
    },
    {
      Effect: 'Deny',
      Action: 'bedrock:*',
      Resource: 'arn:aws:bedrock:us-west-2::foundation-model/*',
    },
  ],
}

describe('IAM', () => {
  test('simulates what the policy says, one result for an action and in it one for a resource', async () => {
    const { url } = await here({ access: { policy: allowSonnet } })
    const model = (where: string) => `arn:aws:bedrock:${where}::foundation-model/${bareSonnet45}`
    const { EvaluationResults } = await new IAMClient({ ...base, endpoint: url }).send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: 'arn:aws:iam::123456789012:user/example',
        ActionNames: ['bedrock:InvokeModel', 'bedrock:CountTokens'],
        ResourceArns: [model('us-east-1'), model('us-west-2')],
      }),
    )
    expect(
      EvaluationResults?.map(({ EvalActionName, EvalDecision, ResourceSpecificResults }) => [
        EvalActionName,
        EvalDecision,
        ResourceSpecificResults?.map(({ EvalResourceDecision }) => EvalResourceDecision),
      ]),
    ).toEqual([
      ['bedrock:InvokeModel', 'explicitDeny', ['allowed', 'explicitDeny']],
      ['bedrock:CountTokens', 'explicitDeny', ['implicitDeny', 'explicitDeny']],
    ])
  })

  test('names what a condition asks for and the simulation lacks', async () => {
    const throughProfile = { ArnLike: { 'bedrock:InferenceProfileArn': 'arn:aws:bedrock:*' } }
    const policy: PolicyDocument = {
      Statement: [
        { Effect: 'Allow', Action: 'iam:SimulatePrincipalPolicy', Resource: '*' },
        { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*', Condition: throughProfile },
      ],
    }
    const { url } = await here({ access: { policy } })
    const { EvaluationResults } = await new IAMClient({ ...base, endpoint: url }).send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: 'arn:aws:iam::123456789012:user/example',
        ActionNames: ['bedrock:InvokeModel', 'bedrock:CountTokens'],
        ResourceArns: ['arn:aws:bedrock:us-east-1::foundation-model/m'],
      }),
    )
    expect(EvaluationResults?.map(({ ResourceSpecificResults }) => ResourceSpecificResults)).toMatchObject([
      [{ EvalResourceDecision: 'implicitDeny', MissingContextValues: ['bedrock:InferenceProfileArn'] }],
      [{ EvalResourceDecision: 'implicitDeny', MissingContextValues: [] }],
    ])
  })

  test('knows the role of a session, and asks for the right on the role', async () => {
    const role = 'arn:aws:iam::123456789012:role/deploy'
    const caller = 'arn:aws:sts::123456789012:assumed-role/deploy/ci'
    const simulated = async (Resource: string) => {
      const policy: PolicyDocument = { Statement: { Effect: 'Allow', Action: 'iam:SimulatePrincipalPolicy', Resource } }
      const { url } = await here({ access: { caller, policy } })
      const command = new SimulatePrincipalPolicyCommand({
        PolicySourceArn: role,
        ActionNames: ['bedrock:InvokeModel'],
      })
      return new IAMClient({ ...base, endpoint: url }).send(command)
    }
    expect((await simulated(role)).EvaluationResults).toMatchObject([{ EvalDecision: 'implicitDeny' }])
    await expect(simulated(caller)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(`iam:SimulatePrincipalPolicy on resource: ${role}`) as string,
    })
  })

  test('does not simulate a million results', async () => {
    const { url } = await here({ access: { policy: allowSonnet } })
    const many = (count: number) =>
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: 'arn:aws:iam::123456789012:user/example',
        ActionNames: Array.from({ length: count }, (_, at) => `bedrock:Action${at}`),
        ResourceArns: Array.from({ length: 100 }, (_, at) => `arn:aws:bedrock:us-east-1::foundation-model/m${at}`),
      })
    const iam = new IAMClient({ ...base, endpoint: url })
    expect((await iam.send(many(10))).EvaluationResults).toHaveLength(10)
    await expect(iam.send(many(11))).rejects.toMatchObject({ name: 'InvalidInputException' })
  })

  test('knows nobody else', async () => {
    const { url } = await here()
    const command = new SimulatePrincipalPolicyCommand({
      PolicySourceArn: 'arn:aws:iam::123456789012:user/other',
      ActionNames: ['a:B'],
    })
    await expect(new IAMClient({ ...base, endpoint: url }).send(command)).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    })
  })
})

describe('a policy', () => {
  const denied = (resource: string, why: string, action = 'bedrock:InvokeModel') => ({
    name: 'AccessDeniedException',
    message: `User: arn:aws:iam::123456789012:user/example is not authorized to perform: ${action} on resource: ${resource} ${why}`,
    $metadata: { httpStatusCode: 403 },
  })

  test('refuses in AWS’s words: a region of the profile that is denied', async () => {
    const { url } = await here({ access: { policy: allowSonnet } })
    await expect(callSonnet(url)).rejects.toMatchObject(
      denied(
        `arn:aws:bedrock:us-west-2::foundation-model/${bareSonnet45}`,
        'with an explicit deny in an identity-based policy',
      ),
    )
  })

  test('that allows nothing refuses the profile first', async () => {
    const { url } = await here({ access: { policy: { Statement: [] } } })
    await expect(callSonnet(url)).rejects.toMatchObject(
      denied(
        `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${sonnet45}`,
        'because no identity-based policy allows the bedrock:InvokeModel action',
      ),
    )
  })

  test('of the organisation that denies other regions refuses the profiles that lead there', async () => {
    const serviceControlPolicy: PolicyDocument = {
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        {
          Effect: 'Deny',
          NotAction: 'iam:*',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'us-east-2'] } },
        },
      ],
    }
    const { url } = await here({ access: { serviceControlPolicy } })
    await expect(callSonnet(url)).rejects.toMatchObject({
      message: expect.stringMatching(
        /foundation-model\/\S+ with an explicit deny in a service control policy$/,
      ) as string,
    })
  })

  test('of one model and one profile lets these be looked up and tagged, and no other', async () => {
    const modelId = bareSonnet45
    const copyFrom = `arn:aws:bedrock:${region}:123456789012:inference-profile/${sonnet45}`
    const tagged = 'arn:aws:bedrock:*:*:application-inference-profile/*'
    const policy: PolicyDocument = {
      Statement: [
        { Effect: 'Allow', Action: 'bedrock:CreateInferenceProfile', Resource: '*' },
        {
          Effect: 'Allow',
          Action: 'bedrock:GetFoundationModel',
          Resource: `arn:aws:bedrock:*::foundation-model/${modelId}`,
        },
        {
          Effect: 'Allow',
          Action: ['bedrock:TagResource', 'bedrock:UntagResource', 'bedrock:ListTagsForResource'],
          Resource: tagged,
        },
      ],
    }
    const { url } = await here({ access: { policy } })
    const client = new BedrockClient({ ...base, endpoint: url })
    const looked = (modelIdentifier: string) => client.send(new GetFoundationModelCommand({ modelIdentifier }))
    expect((await looked(modelId)).modelDetails?.modelId).toBe(modelId)
    expect((await looked(`arn:aws:bedrock:${region}::foundation-model/${modelId}`)).modelDetails?.modelId).toBe(modelId)
    const other = 'anthropic.claude-haiku-4-5-20251001-v1:0'
    await expect(looked(other)).rejects.toMatchObject(
      denied(
        `arn:aws:bedrock:${region}::foundation-model/${other}`,
        'because no identity-based policy allows the bedrock:GetFoundationModel action',
        'bedrock:GetFoundationModel',
      ),
    )
    const made = await client.send(
      new CreateInferenceProfileCommand({ inferenceProfileName: 'mine', modelSource: { copyFrom } }),
    )
    const resourceARN = made.inferenceProfileArn
    await client.send(new TagResourceCommand({ resourceARN, tags: [{ key: 'team', value: 'a' }] }))
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceARN }))
    expect(tags).toEqual([{ key: 'team', value: 'a' }])
    await client.send(new UntagResourceCommand({ resourceARN, tagKeys: ['team'] }))
    await expect(client.send(new ListTagsForResourceCommand({ resourceARN: copyFrom }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
  })

  test('is asked before the body is looked at', async () => {
    const { url } = await here({ access: { policy: { Statement: [] } } })
    const command = new InvokeModelCommand({ modelId: sonnet45, body: '{}' })
    await expect(runtimeClient(url, { maxAttempts: 1 }).send(command)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
  })
})

describe('the account', () => {
  const control = (url: string) => new BedrockClient({ ...base, endpoint: url })

  test('files the use case form once, and then may call', async () => {
    const { url } = await here({ access: { useCaseForm: 'missing' } })
    await expect(control(url).send(new GetUseCaseForModelAccessCommand())).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
    await expect(callSonnet(url)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringMatching(/^Model use case details have not been submitted for this account\./) as string,
    })
    const formData = new TextEncoder().encode('{"companyName":"Example"}')
    await control(url).send(new PutUseCaseForModelAccessCommand({ formData }))
    const filed = await control(url).send(new GetUseCaseForModelAccessCommand())
    expect(new TextDecoder().decode(filed.formData)).toBe('{"companyName":"Example"}')
    await callSonnet(url)
  })

  test('sets its data retention, and then may call what needs it', async () => {
    const { url } = await here({ dataRetention: 'default' })
    const fable = 'us.anthropic.claude-fable-5-1'
    expect(await control(url).send(new GetAccountDataRetentionCommand())).toMatchObject({ mode: 'default' })
    await expect(callSonnet(url, fable)).rejects.toMatchObject({
      message: "data retention mode 'default' is not available for this model",
    })
    expect(await control(url).send(new PutAccountDataRetentionCommand({ mode: 'aws_review' }))).toMatchObject({
      mode: 'aws_review',
    })
    await callSonnet(url, fable)
  })

  test.each([
    ['no-subscription', { agreementAvailability: { status: 'NOT_AVAILABLE' } }, /aws-marketplace:Subscribe/],
    ['no-payment', { agreementAvailability: { status: 'ERROR' } }, /INVALID_PAYMENT_INSTRUMENT/],
    ['not-authorized', { authorizationStatus: 'NOT_AUTHORIZED' }, /^You don't have access to the model/],
    ['not-available', { entitlementAvailability: 'NOT_AVAILABLE' }, /is not available for this account/],
    ['legacy', { authorizationStatus: 'AUTHORIZED' }, /marked by provider as Legacy/],
  ] as const)('that has a model as %s says so, and cannot call it', async (standing, availability, message) => {
    const { url } = await here({ access: { models: { 'claude-sonnet-4-5': standing } } })
    const answer = await control(url).send(new GetFoundationModelAvailabilityCommand({ modelId: bareSonnet45 }))
    expect(answer).toMatchObject(availability)
    await expect(callSonnet(url)).rejects.toThrow(message)
  })

  test('may call while the subscription is being made', async () => {
    const { url } = await here({ access: { models: { 'claude-sonnet-4-5': 'subscription-pending' } } })
    const answer = await control(url).send(new GetFoundationModelAvailabilityCommand({ modelId: bareSonnet45 }))
    expect(answer.agreementAvailability).toEqual({ status: 'PENDING' })
    await callSonnet(url)
  })
})
