import { AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk'
import { Anthropic, type APIError } from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import {
  bareSonnet45,
  bearerToken,
  credentials,
  localBedrock,
  opus48,
  refusals,
  region,
  scrubEnvironment,
  sonnet45,
  unknownKey,
  wrongSecret,
} from './local-bedrock.js'

// Anthropic's own API on Bedrock, at its two addresses, through Anthropic's own clients.
scrubEnvironment()
const local = localBedrock()

const bareOpus48 = 'anthropic.claude-opus-4-8'
type Keys = Readonly<typeof credentials>

/** bedrock-runtime's `/anthropic`, with an API key: what AWS's guide shows. */
const onRuntime = (options: ConstructorParameters<typeof Anthropic>[0] = {}) =>
  new Anthropic({ baseURL: `${local.url}/anthropic`, apiKey: bearerToken, maxRetries: 0, ...options })

/** Mantle, signed with SigV4. */
const onMantle = ({ accessKeyId, secretAccessKey }: Keys = credentials) =>
  new AnthropicBedrockMantle({
    baseURL: `${local.url}/mantle/anthropic`,
    awsRegion: region,
    awsAccessKey: accessKeyId,
    awsSecretAccessKey: secretAccessKey,
    maxRetries: 0,
  })

const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'Write a median function in TypeScript' }]
const asked = (model: string, more: object = {}) => ({ model, max_tokens: 300, messages, ...more })
const oldVersion = { headers: { 'anthropic-version': '2023-06-01' } }
const textOf = (message: Anthropic.Message) =>
  message.content.map((block) => (block.type === 'text' ? block.text : '')).join('')
const lastEntry = () => local.emulator.requests().at(-1)!

const tools: Anthropic.Tool[] = [
  {
    name: 'get_weather',
    description: 'The weather of a city',
    input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
]

describe.each([
  ['Anthropic on bedrock-runtime', () => onRuntime(), opus48, 'runtime', 'bearer'],
  ['AnthropicBedrockMantle', () => onMantle(), bareOpus48, 'mantle', 'sigv4'],
] as const)('%s', (_name, client, model, endpoint, scheme) => {
  test('is answered, with today’s API version in the header', async () => {
    const message = await client().messages.create(asked(model))
    expect(message).toMatchObject({ type: 'message', model: 'claude-opus-4-8', stop_reason: 'end_turn' })
    expect(textOf(message)).not.toBe('')
    expect(lastEntry()).toMatchObject({ operation: 'Messages', endpoint, auth: { scheme, verified: true } })
  })

  test('streams what it answers at once', async () => {
    const whole = await client().messages.create(asked(model))
    const stream = client().messages.stream(asked(model))
    let text = ''
    stream.on('text', (delta) => (text += delta))
    const final = await stream.finalMessage()
    expect(text).toBe(textOf(whole))
    expect(final.content).toEqual(whole.content)
    expect(final.usage.output_tokens).toBe(whole.usage.output_tokens)
    expect(final.stop_reason).toBe('end_turn')
  })

  test('calls a tool, streamed and not, and ends after its result', async () => {
    const question: Anthropic.MessageParam = { role: 'user', content: 'What is the weather in Paris?' }
    const request = { ...asked(model), tools, messages: [question] }
    const first = await client().messages.create(request)
    expect(first.stop_reason).toBe('tool_use')
    const call = first.content.find((block) => block.type === 'tool_use')
    expect(call).toMatchObject({ name: 'get_weather', input: { city: expect.any(String) } })
    const streamed = await client().messages.stream(request).finalMessage()
    expect(streamed.content).toEqual(first.content)
    const second = await client().messages.create({
      ...request,
      messages: [
        question,
        { role: 'assistant', content: first.content as Anthropic.ContentBlockParam[] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: call!.id, content: '21 degrees' }] },
      ],
    })
    expect(second.stop_reason).toBe('end_turn')
  })

  test('thinks, with the beta client too', async () => {
    const thinking = { type: 'adaptive' as const, display: 'summarized' as const }
    const { content } = await client().messages.create(asked(model, { max_tokens: 4096, thinking }))
    expect(content[0]).toMatchObject({ type: 'thinking', thinking: expect.stringMatching(/./) })
    const beta = await client().beta.messages.create({ ...asked(model), betas: ['compact-2026-01-12'] })
    expect(beta.stop_reason).toBe('end_turn')
    expect(lastEntry().operation).toBe('Messages')
  })

  test('is refused what the model refuses, in Anthropic’s words and classes', async () => {
    const refused = client().messages.create(asked(model, { temperature: 0.5 }), oldVersion)
    await expect(refused).rejects.toBeInstanceOf(Anthropic.BadRequestError)
    await expect(refused).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      apiMessage: '`temperature` is deprecated for this model.',
      requestID: expect.stringMatching(/^req_/),
    })
    const streamed = client()
      .messages.stream(asked(model, { temperature: 0.5 }), oldVersion)
      .finalMessage()
    await expect(streamed).rejects.toMatchObject({ status: 400, type: 'invalid_request_error' })
  })
})

describe('Anthropic on bedrock-runtime', () => {
  test('reaches models before 4.7 with the older API version only', async () => {
    const refused = onRuntime().messages.create(asked(sonnet45))
    await expect(refused).rejects.toMatchObject({ status: 400, apiMessage: 'Invalid API version: 2026-10-21' })
    const message = await onRuntime().messages.create(asked(sonnet45), oldVersion)
    expect(message.model).toBe('claude-sonnet-4-5-20250929')
  })

  test('needs an inference profile', async () => {
    const refused = onRuntime().messages.create(asked(bareSonnet45), oldVersion)
    await expect(refused).rejects.toMatchObject({ status: 400, apiMessage: refusals.bareId.message })
  })

  test('cannot count tokens there: what comes back has no count, and status 200', async () => {
    const { model, messages: asking } = asked(opus48)
    const count = await onRuntime().messages.countTokens({ model, messages: asking })
    expect(count.input_tokens).toBeUndefined()
    expect(count).toMatchObject({ Output: { __type: 'com.amazon.coral.service#UnknownOperationException' } })
  })

  test('is refused a key that nobody has', async () => {
    const error = await onRuntime({ apiKey: 'of-nobody' })
      .messages.create(asked(opus48))
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Anthropic.PermissionDeniedError)
    expect((error as APIError).error).toEqual({ Message: refusals.badBearer.message })
  })
})

describe('AnthropicBedrockMantle', () => {
  test('counts tokens', async () => {
    const { model, messages: asking } = asked(bareOpus48)
    const { input_tokens: counted } = await onMantle().messages.countTokens({ model, messages: asking, tools })
    const message = await onMantle().messages.create({ ...asked(bareOpus48), tools })
    expect(counted).toBe(message.usage.input_tokens)
  })

  test('gets the request’s id', async () => {
    const { response, request_id: requestId } = await onMantle().messages.create(asked(bareOpus48)).withResponse()
    expect(requestId).toMatch(/^req_/)
    expect(response.headers.get('x-outcrop-emulator')).toBe('1')
  })

  test.each([opus48, 'anthropic.claude-sonnet-4-6', 'anthropic.claude-nonesuch-9'])(
    'does not find %s',
    async (model) => {
      const refused = onMantle().messages.create(asked(model))
      await expect(refused).rejects.toBeInstanceOf(Anthropic.NotFoundError)
      await expect(refused).rejects.toMatchObject({ apiMessage: `The model '${model}' does not exist` })
    },
  )

  test('goes with a bearer key, and is refused a bad one', async () => {
    const withKey = (apiKey: string) =>
      new AnthropicBedrockMantle({ baseURL: `${local.url}/mantle/anthropic`, awsRegion: region, apiKey, maxRetries: 0 })
    expect(textOf(await withKey(bearerToken).messages.create(asked(bareOpus48)))).not.toBe('')
    expect(lastEntry()).toMatchObject({ endpoint: 'mantle', auth: { scheme: 'bearer' } })
    const refused = withKey('of-nobody').messages.create(asked(bareOpus48))
    await expect(refused).rejects.toBeInstanceOf(Anthropic.AuthenticationError)
    await expect(refused).rejects.toMatchObject({ error: { error: { code: 'invalid_api_key' } } })
  })

  test.each([
    ['a wrong secret', wrongSecret, refusals.wrongSecret.message],
    ['a key that AWS does not know', unknownKey, refusals.unknownKey.message],
  ])('is refused %s', async (_what, keys, message) => {
    const refused = onMantle(keys).messages.create(asked(bareOpus48))
    await expect(refused).rejects.toMatchObject({ status: 401, apiMessage: message })
  })
})
