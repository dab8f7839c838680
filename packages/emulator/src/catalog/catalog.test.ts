import { describe, expect, test } from 'vitest'
import { ask, emulated } from '../../testing/emulated.js'

const emulator = await emulated()
const get = (path: string, region = 'us-east-1') => ask(emulator, { method: 'GET', path, region })
const haiku = 'anthropic.claude-haiku-4-5-20251001-v1:0'

describe('ListFoundationModels', () => {
  test('lists what the region offers, and nothing that has ended or needs an invitation', async () => {
    const { json } = await get('/foundation-models')
    const ids = json.modelSummaries.map(({ modelId }: { modelId: string }) => modelId)
    expect(ids).toContain(haiku)
    expect(ids).toContain('anthropic.claude-sonnet-5-5')
    expect(ids).not.toContain('anthropic.claude-sonnet-4-20250514-v1:0')
    expect(ids.join()).not.toContain('mythos')
    expect(json.modelSummaries.find(({ modelId }: { modelId: string }) => modelId === haiku)).toEqual({
      modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${haiku}`,
      modelId: haiku,
      modelName: 'Claude Haiku 4.5',
      providerName: 'Anthropic',
      inputModalities: ['TEXT', 'IMAGE'],
      outputModalities: ['TEXT'],
      responseStreamingSupported: true,
      customizationsSupported: [],
      inferenceTypesSupported: ['INFERENCE_PROFILE'],
      modelLifecycle: { status: 'ACTIVE', startOfLifeTime: '2025-10-15T00:00:00Z' },
    })
  })

  test('differs by region, and marks what is on its way out', async () => {
    const { json } = await get('/foundation-models', 'eu-west-2')
    const byId = new Map<string, { inferenceTypesSupported: string[] }>(
      json.modelSummaries.map((one: { modelId: string }) => [one.modelId, one]),
    )
    expect(byId.get('anthropic.claude-sonnet-4-6')?.inferenceTypesSupported).toEqual(['ON_DEMAND', 'INFERENCE_PROFILE'])
    const gov = await get('/foundation-models', 'us-gov-west-1')
    expect(gov.json.modelSummaries[0].modelArn).toMatch(/^arn:aws-us-gov:bedrock:us-gov-west-1::/)
    const { modelDetails } = (await get('/foundation-models/anthropic.claude-opus-4-1-20250805-v1%3A0')).json
    expect(modelDetails.modelLifecycle).toEqual({
      status: 'LEGACY',
      startOfLifeTime: '2025-08-05T00:00:00Z',
      endOfLifeTime: '2027-01-08T00:00:00Z',
      legacyTime: '2026-07-08T00:00:00Z',
      publicExtendedAccessTime: '2026-10-08T00:00:00Z',
    })
  })

  test.each([
    ['byProvider=anthropic', true],
    ['byProvider=Amazon', false],
    ['byOutputModality=IMAGE', false],
    ['byInferenceType=ON_DEMAND', false],
    ['byCustomizationType=FINE_TUNING', false],
  ])('filters: %s', async (query, some) => {
    expect((await get(`/foundation-models?${query}`)).json.modelSummaries.length > 0).toBe(some)
  })
})

test('GetFoundationModel does not know what the region does not offer', async () => {
  const answer = await get('/foundation-models/anthropic.claude-nothing')
  expect(answer.status).toBe(404)
  expect(answer.headers['x-amzn-errortype']).toContain('ResourceNotFoundException')
})

test('GetFoundationModelAvailability says that what is offered may be called', async () => {
  const { json } = await get(`/foundation-model-availability/${encodeURIComponent(haiku)}`)
  expect(json).toEqual({
    modelId: haiku,
    agreementAvailability: { status: 'AVAILABLE' },
    authorizationStatus: 'AUTHORIZED',
    entitlementAvailability: 'AVAILABLE',
    regionAvailability: 'AVAILABLE',
  })
})

describe('ListInferenceProfiles', () => {
  test('comes in pages that add up to the whole', async () => {
    const whole = (await get('/inference-profiles?maxResults=1000')).json.inferenceProfileSummaries
    const collected: unknown[] = []
    let query = 'maxResults=7'
    for (let pages = 0; pages < 20; pages += 1) {
      const { json } = await get(`/inference-profiles?${query}`)
      collected.push(...json.inferenceProfileSummaries)
      if (json.nextToken === undefined) break
      expect(json.inferenceProfileSummaries).toHaveLength(7)
      query = `maxResults=7&nextToken=${encodeURIComponent(json.nextToken)}`
    }
    expect(collected).toEqual(whole)
    expect(whole.length).toBeGreaterThan(20)
  })

  test('lists the profiles that the region may call', async () => {
    const idsIn = async (region: string) =>
      (await get('/inference-profiles?type=SYSTEM_DEFINED', region)).json.inferenceProfileSummaries.map(
        ({ inferenceProfileId }: { inferenceProfileId: string }) => inferenceProfileId,
      )
    const prefixes = (list: string[]) => [...new Set(list.map((id) => id.split('.')[0]))].toSorted()
    expect(prefixes(await idsIn('us-east-1'))).toEqual(['global', 'us'])
    expect(prefixes(await idsIn('ap-northeast-1'))).toEqual(['global', 'jp'])
    expect(prefixes(await idsIn('us-gov-west-1'))).toEqual(['us-gov'])
    expect(prefixes(await idsIn('sa-east-1'))).toEqual(['global'])
  })

  test('has no application profiles yet', async () => {
    expect((await get('/inference-profiles?type=APPLICATION')).json).toEqual({ inferenceProfileSummaries: [] })
  })

  test.each([
    [
      'type=OTHER',
      "1 validation error detected: Value 'OTHER' at 'typeEquals' failed to satisfy constraint: Member must satisfy enum value set: [SYSTEM_DEFINED, APPLICATION]",
    ],
    [
      'maxResults=0',
      "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'maxResults=1001',
      "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
    ['nextToken=zzz', 'The provided token is invalid.'],
  ])('refuses %s', async (query, message) => {
    const answer = await get(`/inference-profiles?${query}`)
    expect(answer.status).toBe(400)
    expect(answer.json).toEqual({ message })
  })
})

describe('GetInferenceProfile', () => {
  test('describes a geography’s profile by id or ARN', async () => {
    const arn = `arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.${haiku}`
    const byId = await get(`/inference-profiles/us.${encodeURIComponent(haiku)}`)
    const byArn = await get(`/inference-profiles/${encodeURIComponent(arn)}`)
    expect(byArn.json).toEqual(byId.json)
    expect(byId.json).toMatchObject({
      inferenceProfileName: 'US Anthropic Claude Haiku 4.5',
      inferenceProfileArn: arn,
      inferenceProfileId: `us.${haiku}`,
      status: 'ACTIVE',
      type: 'SYSTEM_DEFINED',
      createdAt: '2025-10-15T00:00:00Z',
    })
    expect(byId.json.models.map(({ modelArn }: { modelArn: string }) => modelArn)).toContain(
      `arn:aws:bedrock:us-west-2::foundation-model/${haiku}`,
    )
  })

  test('a global one names the source and a model without region', async () => {
    const { json } = await get('/inference-profiles/global.anthropic.claude-sonnet-5-5', 'eu-north-1')
    expect(json.models).toEqual([
      { modelArn: 'arn:aws:bedrock:eu-north-1::foundation-model/anthropic.claude-sonnet-5-5' },
      { modelArn: 'arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-5-5' },
    ])
  })

  test.each([`eu.${haiku}`, haiku, 'nothing', `arn:aws:bedrock:us-east-1:999999999999:inference-profile/us.${haiku}`])(
    'does not know %s',
    async (id) => {
      const answer = await get(`/inference-profiles/${encodeURIComponent(id)}`)
      expect(answer.status).toBe(404)
      expect(answer.headers['x-amzn-errortype']).toContain('ResourceNotFoundException')
    },
  )
})

describe('what is no operation', () => {
  test.each([
    ['GET', '/'],
    ['HEAD', '/api/hello'],
    ['POST', '/v1/messages/count_tokens'],
    ['GET', `/model/${haiku}/invoke`],
    ['POST', '/model//invoke'],
  ])('%s %s', async (method, path) => {
    const answer = await ask(emulator, { method, path, credentials: null })
    expect(answer.status).toBe(404)
    expect(answer.headers['x-amzn-errortype']).toBe(
      'UnknownOperationException:http://internal.amazon.com/coral/com.amazon.coral.service/',
    )
    expect(emulator.requests().at(-1)).toMatchObject({ operation: 'unknown', status: 404 })
  })
})
