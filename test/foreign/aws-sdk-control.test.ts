import {
  BedrockClient,
  type BedrockClientConfig,
  CreateInferenceProfileCommand,
  DeleteInferenceProfileCommand,
  GetFoundationModelAvailabilityCommand,
  GetInferenceProfileCommand,
  ListFoundationModelsCommand,
  ListInferenceProfilesCommand,
  ListTagsForResourceCommand,
  paginateListInferenceProfiles,
} from '@aws-sdk/client-bedrock'
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runtimeClient } from './aws-sdk.js'
import {
  bareSonnet45,
  credentials,
  localBedrock,
  profileArn,
  refusals,
  region,
  scrubEnvironment,
  sonnet45,
  wrongSecret,
} from './local-bedrock.js'

scrubEnvironment()
const local = localBedrock()

function controlClient(options: BedrockClientConfig = {}): BedrockClient {
  const client = new BedrockClient({ endpoint: local.url, region, credentials, ...options })
  onTestFinished(() => client.destroy())
  return client
}

describe('the AWS SDK’s client of the control plane', () => {
  test('ListFoundationModels lists Claude as Bedrock describes it', async () => {
    const { modelSummaries } = await controlClient().send(new ListFoundationModelsCommand({ byProvider: 'anthropic' }))
    const sonnet = modelSummaries?.find(({ modelId }) => modelId === bareSonnet45)
    expect(sonnet).toMatchObject({
      modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${bareSonnet45}`,
      providerName: 'Anthropic',
      modelName: 'Claude Sonnet 4.5',
      responseStreamingSupported: true,
      inputModalities: expect.arrayContaining(['TEXT', 'IMAGE']),
      outputModalities: ['TEXT'],
      modelLifecycle: { status: 'ACTIVE' },
    })
    expect(sonnet?.inferenceTypesSupported).toEqual(['INFERENCE_PROFILE'])
    expect(modelSummaries!.length).toBeGreaterThan(8)
  })

  test('ListFoundationModels filters', async () => {
    const none = await controlClient().send(new ListFoundationModelsCommand({ byProvider: 'meta' }))
    expect(none.modelSummaries).toEqual([])
    const embeddings = await controlClient().send(new ListFoundationModelsCommand({ byOutputModality: 'EMBEDDING' }))
    expect(embeddings.modelSummaries).toEqual([])
  })

  test('ListInferenceProfiles lists the geography and the global ones, page by page', async () => {
    const all = await controlClient().send(
      new ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED', maxResults: 1000 }),
    )
    const ids = all.inferenceProfileSummaries!.map(({ inferenceProfileId }) => inferenceProfileId!)
    expect(ids).toContain(sonnet45)
    expect(ids.some((id) => id.startsWith('global.'))).toBe(true)
    expect(ids.some((id) => id.startsWith('eu.'))).toBe(false)
    expect(
      all.inferenceProfileSummaries!.find(({ inferenceProfileId }) => inferenceProfileId === sonnet45),
    ).toMatchObject({
      inferenceProfileArn: profileArn,
      status: 'ACTIVE',
      type: 'SYSTEM_DEFINED',
    })

    const paged: string[] = []
    for await (const page of paginateListInferenceProfiles({ client: controlClient(), pageSize: 5 }, {})) {
      expect(page.inferenceProfileSummaries!.length).toBeLessThanOrEqual(5)
      paged.push(...page.inferenceProfileSummaries!.map(({ inferenceProfileId }) => inferenceProfileId!))
    }
    expect(paged.toSorted()).toEqual(ids.toSorted())
  })

  test.each([sonnet45, profileArn])(
    'GetInferenceProfile tells the models of %s',
    async (inferenceProfileIdentifier) => {
      const profile = await controlClient().send(new GetInferenceProfileCommand({ inferenceProfileIdentifier }))
      expect(profile).toMatchObject({ inferenceProfileId: sonnet45, inferenceProfileArn: profileArn, status: 'ACTIVE' })
      const arns = profile.models!.map(({ modelArn }) => modelArn)
      expect(arns).toContain(`arn:aws:bedrock:us-east-1::foundation-model/${bareSonnet45}`)
      expect(arns).toContain(`arn:aws:bedrock:us-west-2::foundation-model/${bareSonnet45}`)
      expect(profile.createdAt).toBeInstanceOf(Date)
    },
  )

  test('CreateInferenceProfile makes one that Converse takes, and DeleteInferenceProfile takes it away', async () => {
    const control = controlClient()
    const created = await control.send(
      new CreateInferenceProfileCommand({
        inferenceProfileName: 'team a',
        modelSource: { copyFrom: profileArn },
        tags: [{ key: 'team', value: 'a' }],
      }),
    )
    expect(created).toMatchObject({ status: 'ACTIVE', $metadata: { httpStatusCode: 201 } })
    const { inferenceProfileArn: arn } = created
    const told = await control.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: arn }))
    expect(told).toMatchObject({ inferenceProfileName: 'team a', type: 'APPLICATION' })
    expect(told.models![0]!.modelArn).toBe(`arn:aws:bedrock:ca-central-1::foundation-model/${bareSonnet45}`)
    const { tags } = await control.send(new ListTagsForResourceCommand({ resourceARN: arn }))
    expect(tags).toEqual([{ key: 'team', value: 'a' }])

    const runtime = runtimeClient(local.url)
    const messages = [{ role: 'user' as const, content: [{ text: 'Hello' }] }]
    const { stopReason } = await runtime.send(new ConverseCommand({ modelId: arn, messages }))
    expect(stopReason).toBe('end_turn')
    await control.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: arn }))
    await expect(runtime.send(new ConverseCommand({ modelId: arn, messages }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: refusals.unknownModel.message,
    })
  })

  test('GetFoundationModelAvailability says that a model may be called', async () => {
    const command = new GetFoundationModelAvailabilityCommand({ modelId: bareSonnet45 })
    expect(await controlClient().send(command)).toMatchObject({
      modelId: bareSonnet45,
      authorizationStatus: 'AUTHORIZED',
      entitlementAvailability: 'AVAILABLE',
    })
  })

  test('a profile that does not exist is a ResourceNotFoundException', async () => {
    const answer = controlClient().send(
      new GetInferenceProfileCommand({ inferenceProfileIdentifier: 'us.anthropic.claude-nonesuch-9' }),
    )
    await expect(answer).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    })
  })

  test('a wrong secret is refused here in the same words', async () => {
    const answer = controlClient({ credentials: wrongSecret }).send(new ListFoundationModelsCommand({}))
    await expect(answer).rejects.toMatchObject({
      name: refusals.wrongSecret.name,
      message: refusals.wrongSecret.message,
      $metadata: { httpStatusCode: 403 },
    })
  })
})
