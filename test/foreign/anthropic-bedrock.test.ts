import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'
import { type Anthropic, APIError } from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import {
  bareSonnet45,
  bearerToken,
  credentials,
  expiredSession,
  localBedrock,
  opus48,
  profileArn,
  refusals,
  region,
  scrubEnvironment,
  signatureExpired,
  sonnet45,
  tenMinutesAhead,
  unknownKey,
  wrongSecret,
} from './local-bedrock.js'

scrubEnvironment()
const local = localBedrock()
const ahead = localBedrock({ now: tenMinutesAhead })

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

const client = (url = local.url, { accessKeyId, secretAccessKey, sessionToken }: Keys = credentials) =>
  new AnthropicBedrock({
    baseURL: url,
    awsRegion: region,
    awsAccessKey: accessKeyId,
    awsSecretKey: secretAccessKey,
    ...(sessionToken === undefined ? {} : { awsSessionToken: sessionToken }),
    maxRetries: 0,
  })

const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'Write a median function in TypeScript' }]
const asked = (model: string, more: object = {}) => ({ model, max_tokens: 300, messages, ...more })
/** What a caller must add for models that do not have the API version of today's SDK. */
const oldVersion = { headers: { 'anthropic-version': 'bedrock-2023-05-31' } }
const textOf = (message: Anthropic.Message) =>
  message.content.map((block) => (block.type === 'text' ? block.text : '')).join('')

const inputOf = (message: Anthropic.Message) => message.content.find((block) => block.type === 'tool_use')?.input

const tools: Anthropic.Tool[] = [
  {
    name: 'get_weather',
    description: 'The weather of a city',
    input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
]

describe('AnthropicBedrock', () => {
  test('sends API version 2026-10-21, which models from 4.7 on take', async () => {
    const message = await client().messages.create(asked(opus48))
    expect(message).toMatchObject({ type: 'message', model: 'claude-opus-4-8', stop_reason: 'end_turn' })
    expect(textOf(message)).not.toBe('')
    expect(message.usage.output_tokens).toBeGreaterThan(0)
    const entry = local.emulator.requests().at(-1)!
    expect(entry.request.body).toMatchObject({ anthropic_version: '2026-10-21' })
    expect(entry).toMatchObject({ operation: 'InvokeModel', status: 200, auth: { verified: true } })
  })

  test('is refused with that version by an older model, and served once the caller overrides it', async () => {
    const refused = client().messages.create(asked(sonnet45))
    await expect(refused).rejects.toThrow('Invalid API version: 2026-10-21')
    await expect(refused).rejects.toMatchObject({ status: 400 })
    const message = await client().messages.create(asked(sonnet45), oldVersion)
    expect(message.model).toBe('claude-sonnet-4-5-20250929')
  })

  test('takes a profile by its ARN', async () => {
    const message = await client().messages.create(asked(profileArn), oldVersion)
    expect(message.model).toBe('claude-sonnet-4-5-20250929')
  })

  test('streams what it answers at once', async () => {
    const whole = await client().messages.create(asked(opus48))
    const stream = client().messages.stream(asked(opus48))
    let text = ''
    stream.on('text', (delta) => (text += delta))
    const final = await stream.finalMessage()
    expect(text).toBe(textOf(whole))
    expect(textOf(final)).toBe(text)
    expect(final.stop_reason).toBe('end_turn')
    expect(final.usage.output_tokens).toBe(whole.usage.output_tokens)
    expect(local.emulator.requests().at(-1)?.operation).toBe('InvokeModelWithResponseStream')
  })

  test('calls a tool, and ends after its result', async () => {
    const question: Anthropic.MessageParam = { role: 'user', content: 'What is the weather in Paris?' }
    const first = await client().messages.create({ ...asked(opus48), tools, messages: [question] })
    expect(first.stop_reason).toBe('tool_use')
    const call = first.content.find((block) => block.type === 'tool_use')
    expect(call).toMatchObject({ name: 'get_weather', input: { city: expect.any(String) } })
    const second = await client().messages.create({
      ...asked(opus48),
      tools,
      messages: [
        question,
        { role: 'assistant', content: first.content as Anthropic.ContentBlockParam[] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: call!.id, content: '21 degrees' }] },
      ],
    })
    expect(second.stop_reason).toBe('end_turn')
    expect(textOf(second)).not.toBe('')
  })

  test('streams a tool call whose pieces are its input', async () => {
    const wanted = { ...asked(opus48), tools, tool_choice: { type: 'any' as const } }
    const whole = await client().messages.create(wanted)
    const final = await client().messages.stream(wanted).finalMessage()
    expect(inputOf(final)).toEqual(inputOf(whole))
    expect(inputOf(whole)).toMatchObject({ city: expect.any(String) })
  })

  test('thinks: adaptive on today’s models, with a budget on older ones', async () => {
    const adaptive = await client().messages.create(
      asked(opus48, { max_tokens: 4096, thinking: { type: 'adaptive', display: 'summarized' } }),
    )
    expect(adaptive.content[0]).toMatchObject({ type: 'thinking', thinking: expect.stringMatching(/./) })
    const omitted = await client().messages.create(asked(opus48, { max_tokens: 4096, thinking: { type: 'adaptive' } }))
    expect(omitted.content[0]).toMatchObject({ type: 'thinking', thinking: '', signature: expect.stringMatching(/./) })

    const budget = asked(sonnet45, { max_tokens: 2048, thinking: { type: 'enabled', budget_tokens: 1024 } })
    const stream = client().messages.stream(budget, oldVersion)
    let thinking = ''
    stream.on('thinking', (delta) => (thinking += delta))
    const final = await stream.finalMessage()
    expect(final.content[0]).toMatchObject({ type: 'thinking', thinking, signature: expect.stringMatching(/./) })
    expect(thinking).not.toBe('')
  })

  test('goes with a bearer key', async () => {
    const bearer = new AnthropicBedrock({ baseURL: local.url, awsRegion: region, apiKey: bearerToken, maxRetries: 0 })
    expect(textOf(await bearer.messages.create(asked(opus48)))).not.toBe('')
    expect(local.emulator.requests().at(-1)?.auth).toMatchObject({ scheme: 'bearer', verified: true })
  })
})

async function refusal(answer: Promise<unknown>) {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(APIError)
  const { status, headers, error: body } = error as APIError
  const { message, Message } = body as { message?: string; Message?: string }
  return { name: (headers as Headers).get('x-amzn-errortype')?.split(':')[0], status, message: message ?? Message }
}

describe('what AnthropicBedrock is refused', () => {
  test.each([
    ['a wrong secret', wrongSecret, opus48, refusals.wrongSecret],
    ['a key that AWS does not know', unknownKey, opus48, refusals.unknownKey],
    ['an expired session', expiredSession, opus48, refusals.expiredToken],
    ['an unknown model', credentials, 'anthropic.claude-nonesuch-9', refusals.unknownModel],
    ['a bare id where the model needs a profile', credentials, bareSonnet45, refusals.bareId],
  ])('%s, unary and streamed', async (_what, keys, model, expected) => {
    expect(await refusal(client(local.url, keys).messages.create(asked(model)))).toEqual(expected)
    expect(await refusal(client(local.url, keys).messages.create(asked(model, { stream: true })))).toEqual(expected)
  })

  test('a stale date', async () => {
    const stale = await refusal(client(ahead.url).messages.create(asked(opus48)))
    expect(stale).toMatchObject({ name: 'InvalidSignatureException', status: 403 })
    expect(stale.message).toMatch(signatureExpired)
  })

  test('a bad bearer key', async () => {
    const bearer = new AnthropicBedrock({ baseURL: local.url, awsRegion: region, apiKey: 'of-nobody', maxRetries: 0 })
    expect(await refusal(bearer.messages.create(asked(opus48)))).toEqual(refusals.badBearer)
  })
})
