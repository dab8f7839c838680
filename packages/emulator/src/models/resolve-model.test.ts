import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { ask, emulated, emulatedHere, invoke, pathOf, plainBody } from '../../testing/emulated.js'

const emulator = await emulated()
const invalid = 'The provided model identifier is invalid.'
const ended =
  'This model version has reached the end of its life. Please refer to the AWS documentation for more details.'
const onDemand = (id: string) =>
  `Invocation of model ID ${id} with on-demand throughput isn\u2019t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`
const haiku = 'anthropic.claude-haiku-4-5-20251001-v1:0'
const foundation = (region: string, id: string) => `arn:aws:bedrock:${region}::foundation-model/${id}`
const profile = (region: string, id: string, account = '123456789012') =>
  `arn:aws:bedrock:${region}:${account}:inference-profile/${id}`

describe('a model id that may be called', () => {
  test.each([
    ['us-east-1', `us.${haiku}`, 'claude-haiku-4-5'],
    ['us-east-1', `global.${haiku}`, 'claude-haiku-4-5'],
    ['eu-central-1', `eu.${haiku}`, 'claude-haiku-4-5'],
    ['ap-northeast-1', `jp.${haiku}`, 'claude-haiku-4-5'],
    ['ap-southeast-2', `au.${haiku}`, 'claude-haiku-4-5'],
    ['us-gov-west-1', 'us-gov.anthropic.claude-opus-4-8', 'claude-opus-4-8'],
    ['eu-west-2', 'anthropic.claude-sonnet-4-6', 'claude-sonnet-4-6'],
    ['eu-west-2', foundation('eu-west-2', 'anthropic.claude-sonnet-4-6'), 'claude-sonnet-4-6'],
    ['us-east-1', profile('us-east-1', `us.${haiku}`), 'claude-haiku-4-5'],
    ['ap-south-1', 'anthropic.claude-3-haiku-20240307-v1:0', 'claude-3-haiku'],
    ['us-east-1', 'us.anthropic.claude-opus-4-1-20250805-v1:0', 'claude-opus-4-1'],
  ])('in %s: %s', async (region, id, key) => {
    const answer = await invoke(emulator, id, plainBody, { region })
    expect(answer.status === 200 ? 'called' : answer.text).toBe('called')
    const entry = emulator.requests().at(-1)
    expect(entry?.model).toBe(key)
    expect(entry?.calledId).toBe(id)
  })

  test('in all spellings of a path', async () => {
    const arn = profile('us-east-1', `us.${haiku}`)
    for (const spelled of [
      `us.${haiku}`,
      `us.${haiku.replace(':', '%3A')}`,
      arn.replace('/', '%2F'),
      encodeURIComponent(arn),
    ])
      expect((await ask(emulator, { path: `/model/${spelled}/invoke`, body: plainBody })).status).toBe(200)
  })
})

describe('a model id that may not be called', () => {
  test.each([
    ['us-east-1', haiku, 400, onDemand(haiku)],
    ['us-east-1', foundation('us-east-1', haiku), 400, onDemand(foundation('us-east-1', haiku))],
    ['us-east-1', 'anthropic.claude-sonnet-4-6', 400, onDemand('anthropic.claude-sonnet-4-6')],
    ['us-east-1', 'claude-haiku-4-5', 400, invalid],
    ['us-east-1', 'anthropic.claude-haiku-9', 400, invalid],
    ['us-east-1', 'amazon.nova-lite-v1:0', 400, invalid],
    ['us-east-1', 'x y', 400, invalid],
    ['us-east-1', `eu.${haiku}`, 400, invalid],
    ['eu-central-1', `us.${haiku}`, 400, invalid],
    ['us-gov-west-1', `global.${haiku}`, 400, invalid],
    ['ap-northeast-1', 'jp.anthropic.claude-sonnet-5-5', 400, invalid],
    ['us-east-1', foundation('us-west-2', haiku), 400, invalid],
    ['us-east-1', profile('us-west-2', `us.${haiku}`), 400, invalid],
    ['us-east-1', profile('us-east-1', `us.${haiku}`, '999999999999'), 400, invalid],
    ['us-east-1', 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc', 400, invalid],
    ['us-east-1', 'us.anthropic.claude-mythos-5', 400, invalid],
    ['us-gov-west-1', 'anthropic.claude-haiku-5-5', 400, invalid],
    ['us-east-1', 'us.anthropic.claude-sonnet-4-20250514-v1:0', 404, ended],
    ['us-east-1', 'anthropic.claude-3-haiku-20240307-v1:0', 404, ended],
    ['us-east-1', 'anthropic.claude-3-opus-20240229-v1:0', 404, ended],
  ])('in %s: %s', async (region, id, status, message) => {
    const answer = await invoke(emulator, id, plainBody, { region })
    expect(answer.json).toEqual({ message })
    expect(answer.status).toBe(status)
    const type = status === 404 ? 'ResourceNotFoundException' : 'ValidationException'
    expect(answer.headers['x-amzn-errortype']).toBe(`${type}:http://internal.amazon.com/coral/com.amazon.bedrock/`)
  })
})

describe('the end of a life comes by the clock', () => {
  test.each([
    ['2027-01-08T23:59:00Z', 200],
    ['2027-01-09T00:00:00Z', 404],
  ])('Opus 4.1 at %s: %i', async (time, status) => {
    const later = await emulatedHere({ now: () => new Date(time) })
    const answer = await invoke(later, 'us.anthropic.claude-opus-4-1-20250805-v1:0', plainBody, {
      date: new Date(time),
    })
    expect(answer.status).toBe(status)
  })
})

describe('CountTokens', () => {
  const input = (body: unknown) => ({
    input: { invokeModel: { body: Buffer.from(JSON.stringify(body)).toString('base64') } },
  })
  const refused = { message: "The provided model doesn't support counting tokens." }
  const count = (id: string, body: unknown) => ask(emulator, { path: pathOf(id, 'count-tokens'), body })

  test('takes the bare id, also where inference needs a profile', async () => {
    const answer = await count(haiku, input(plainBody))
    expect(answer.status).toBe(200)
    expect(answer.text).toBe(`{"inputTokens":${answer.json.inputTokens}}`)
    const { json } = await invoke(emulator, `us.${haiku}`, plainBody)
    expect(answer.json.inputTokens).toBe(json.usage.input_tokens)
  })

  test('counts a conversation of Converse the same', async () => {
    const converse = { messages: [{ role: 'user', content: [{ text: 'Write a median function' }] }] }
    const answer = await count(haiku, { input: { converse } })
    expect(answer.json).toEqual((await count(haiku, input(plainBody))).json)
  })

  test.each([`us.${haiku}`, 'us.anthropic.claude-opus-4-8', 'anthropic.claude-sonnet-5-5'])(
    'refuses %s',
    async (id) => {
      const answer = await count(id, input(plainBody))
      expect(answer.status).toBe(400)
      expect(answer.json).toEqual(refused)
    },
  )

  test.each([
    [{}, /^1 validation error detected: Value null at 'input'/],
    [{ input: { invokeModel: { body: 'bm8=' } } }, /^Malformed input request, please/],
    [input({ ...plainBody, max_tokens: undefined }), /^max_tokens: Field required$/],
    [{ input: { converse: { messages: [] } } }, /^A conversation must start/],
  ])('judges what it counts: %j', async (body, message) => {
    const answer = await count(haiku, body)
    expect(answer.status).toBe(400)
    expect(answer.json.message).toMatch(message)
  })
})
