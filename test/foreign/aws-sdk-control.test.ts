import {
  BedrockClient,
  type BedrockClientConfig,
  GetInferenceProfileCommand,
  ListFoundationModelsCommand,
  ListInferenceProfilesCommand,
  paginateListInferenceProfiles,
} from '@aws-sdk/client-bedrock'
import { describe, expect, onTestFinished, test } from 'vitest'
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
