import { beforeEach, describe, expect, test } from 'vitest'
import { ask, converse, emulated, ids, invoke, pathOf, plainBody } from '../../testing/emulated.js'

const emulator = await emulated()
beforeEach(() => emulator.reset())

const haikuProfile = `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${ids.haiku45}`
const source = { modelSource: { copyFrom: haikuProfile } }
const control = (method: string, path: string, body?: unknown, region = 'us-east-1') =>
  ask(emulator, { method, path, region, ...(body !== undefined && { body }) })
const create = (body: object, region?: string) =>
  control('POST', '/inference-profiles', { inferenceProfileName: 'team a', ...source, ...body }, region)
const made = async (body: object = {}): Promise<string> => (await create(body)).json.inferenceProfileArn
const idOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1)

describe('an application profile', () => {
  test('is made with status 201, and named by nothing that tells its model', async () => {
    const answer = await create({})
    expect(answer.status).toBe(201)
    expect(answer.json).toEqual({
      inferenceProfileArn: expect.stringMatching(
        /^arn:aws:bedrock:us-east-1:123456789012:application-inference-profile\/[a-z0-9]{12}$/,
      ),
      status: 'ACTIVE',
    })
  })

  test('is called by its ARN through every operation, as what it was copied from', async () => {
    const arn = await made()
    const answer = await invoke(emulator, arn, plainBody)
    expect(answer.json.model).toBe('claude-haiku-4-5-20251001')
    expect(emulator.requests().at(-1)).toMatchObject({ model: 'claude-haiku-4-5', calledId: arn, status: 200 })
    const messages = [{ role: 'user', content: [{ text: 'Hello' }] }]
    expect((await converse(emulator, arn, { messages })).status).toBe(200)
    const { anthropic_version: _, ...body } = plainBody
    const headers = { 'anthropic-version': '2023-06-01' }
    const viaMessages = await ask(emulator, { path: '/anthropic/v1/messages', headers, body: { model: arn, ...body } })
    expect(viaMessages.status).toBe(200)
  })

  test('has the rules of its model', async () => {
    const copyFrom = `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${ids.opus48}`
    const answer = await invoke(emulator, await made({ modelSource: { copyFrom } }), { ...plainBody, temperature: 1 })
    expect(answer.json).toEqual({ message: '`temperature` is deprecated for this model.' })
  })

  test('cannot be called by its id, in another region, or once it is deleted', async () => {
    const unknown = { message: 'The provided model identifier is invalid.' }
    const arn = await made()
    expect((await invoke(emulator, idOf(arn), plainBody)).json).toEqual(unknown)
    const elsewhere = arn.replace('us-east-1', 'us-west-2')
    expect((await invoke(emulator, elsewhere, plainBody, { region: 'us-west-2' })).json).toEqual(unknown)
    expect((await invoke(emulator, arn, plainBody, { region: 'us-west-2' })).json).toEqual(unknown)
    expect((await control('GET', `/inference-profiles/${idOf(arn)}`, undefined, 'us-west-2')).status).toBe(404)
    const deleted = await control('DELETE', `/inference-profiles/${encodeURIComponent(arn)}`)
    expect([deleted.status, deleted.json]).toEqual([200, {}])
    expect((await invoke(emulator, arn, plainBody)).json).toEqual(unknown)
  })

  test('does not count tokens', async () => {
    const input = { invokeModel: { body: Buffer.from(JSON.stringify(plainBody)).toString('base64') } }
    const copyFrom = 'arn:aws:bedrock:eu-west-2::foundation-model/anthropic.claude-sonnet-4-6'
    const arn = (await create({ modelSource: { copyFrom } }, 'eu-west-2')).json.inferenceProfileArn
    const answer = await ask(emulator, { path: pathOf(arn, 'count-tokens'), body: { input }, region: 'eu-west-2' })
    expect(answer.json).toEqual({ message: "The provided model doesn't support counting tokens." })
  })

  test('is told with the models of its source, by id and by ARN', async () => {
    const arn = await made({ description: 'Costs of team a' })
    const system = await control('GET', `/inference-profiles/${encodeURIComponent(haikuProfile)}`)
    const expected = {
      inferenceProfileName: 'team a',
      description: 'Costs of team a',
      createdAt: '2026-11-22T12:00:00Z',
      updatedAt: '2026-11-22T12:00:00Z',
      inferenceProfileArn: arn,
      models: system.json.models,
      inferenceProfileId: idOf(arn),
      status: 'ACTIVE',
      type: 'APPLICATION',
    }
    for (const name of [arn, idOf(arn)])
      expect((await control('GET', `/inference-profiles/${encodeURIComponent(name)}`)).json).toEqual(expected)
    expect(expected.models.length).toBeGreaterThan(1)
  })

  test('over one model in one region is told with that model', async () => {
    const copyFrom = 'arn:aws:bedrock:eu-west-2::foundation-model/anthropic.claude-sonnet-4-6'
    const { inferenceProfileArn: arn } = (await create({ modelSource: { copyFrom } }, 'eu-west-2')).json
    const { json } = await control('GET', `/inference-profiles/${idOf(arn)}`, undefined, 'eu-west-2')
    expect(json.models).toEqual([{ modelArn: copyFrom }])
  })

  test('is listed after AWS’s own, or alone, in its region', async () => {
    const arn = await made()
    const listed = async (query: string, region?: string) =>
      (await control('GET', `/inference-profiles?maxResults=1000${query}`, undefined, region)).json
        .inferenceProfileSummaries
    expect((await listed('')).at(-1).inferenceProfileArn).toBe(arn)
    expect(await listed('&type=APPLICATION')).toHaveLength(1)
    expect(await listed('&type=APPLICATION', 'us-west-2')).toEqual([])
    const system = await listed('&type=SYSTEM_DEFINED')
    expect(system.every(({ type }: { type: string }) => type === 'SYSTEM_DEFINED')).toBe(true)
  })

  test('is made once for one token', async () => {
    const first = await made({ clientRequestToken: 'once' })
    expect(await made({ clientRequestToken: 'once' })).toBe(first)
    expect(await made({ clientRequestToken: 'twice' })).not.toBe(first)
    expect((await create({ clientRequestToken: 'once' }, 'us-west-2')).status).toBe(400)
  })

  test('is forgotten by a reset', async () => {
    const arn = await made()
    emulator.reset()
    expect((await control('GET', `/inference-profiles/${idOf(arn)}`)).status).toBe(404)
  })
})

describe('what no profile is made of', () => {
  const constraint = (value: string, path: string, must: string) =>
    `1 validation error detected: Value ${value} at '${path}' failed to satisfy constraint: Member must ${must}`
  const pattern =
    'satisfy regular expression pattern: arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|foundation-model)/[a-zA-Z0-9-:.]+'
  test.each([
    [{ inferenceProfileName: undefined }, constraint('null', 'inferenceProfileName', 'not be null')],
    [
      { inferenceProfileName: 'ä' },
      constraint("'ä'", 'inferenceProfileName', 'satisfy regular expression pattern: ([0-9a-zA-Z][ _-]?)+'),
    ],
    [
      { inferenceProfileName: 'x'.repeat(65) },
      constraint(`'${'x'.repeat(65)}'`, 'inferenceProfileName', 'have length less than or equal to 64'),
    ],
    [{ modelSource: undefined }, constraint('null', 'modelSource', 'not be null')],
    [{ modelSource: { copyFrom: ids.haiku45 } }, constraint(`'${ids.haiku45}'`, 'modelSource.copyFrom', pattern)],
    [
      { modelSource: { copyFrom: haikuProfile.replace('haiku', 'nonesuch') } },
      'The provided model identifier is invalid.',
    ],
    [
      { modelSource: { copyFrom: haikuProfile.replace('us-east-1', 'us-west-2') } },
      'The provided model identifier is invalid.',
    ],
  ])('%j', async (body, message) => {
    const answer = await create(body)
    expect([answer.status, answer.json]).toEqual([400, { message }])
    expect(answer.headers['x-amzn-errortype']).toMatch(/^ValidationException:/)
  })

  test('a model that needs a profile', async () => {
    const copyFrom = 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0'
    expect((await create({ modelSource: { copyFrom } })).json.message).toMatch(/^Invocation of model ID arn:aws:/)
  })

  test('more tags than AWS takes', async () => {
    const tags = Array.from({ length: 201 }, (_, index) => ({ key: `k${index}`, value: '' }))
    const answer = await create({ tags })
    expect(answer.status).toBe(400)
    expect(answer.headers['x-amzn-errortype']).toMatch(/^TooManyTagsException/)
  })
})

test('AWS’s own profiles are not deleted, and unknown ones are not found', async () => {
  expect((await control('DELETE', `/inference-profiles/${ids.haiku45}`)).status).toBe(400)
  expect((await control('DELETE', '/inference-profiles/abcdefghijkl')).status).toBe(404)
  expect((await control('GET', '/inference-profiles/abcdefghijkl')).status).toBe(404)
})

test('tags are kept, replaced by key, and taken off', async () => {
  const arn = await made({ tags: [{ key: 'team', value: 'a' }] })
  const tags = async () => (await control('POST', '/listTagsForResource', { resourceARN: arn })).json.tags
  expect(await tags()).toEqual([{ key: 'team', value: 'a' }])
  const added = [
    { key: 'team', value: 'b' },
    { key: 'stage', value: 'test' },
  ]
  await control('POST', '/tagResource', { resourceARN: arn, tags: added })
  expect(await tags()).toEqual(added)
  await control('POST', '/untagResource', { resourceARN: arn, tagKeys: ['team'] })
  expect(await tags()).toEqual([{ key: 'stage', value: 'test' }])
  const other = await control('POST', '/listTagsForResource', { resourceARN: haikuProfile })
  expect(other.status).toBe(404)
})
