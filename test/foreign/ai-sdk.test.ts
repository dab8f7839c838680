import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock'
import { createBedrockAnthropic } from '@ai-sdk/amazon-bedrock/anthropic'
import { APICallError, type LanguageModel, generateText, stepCountIs, streamText, tool } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  bareSonnet45,
  bearerToken,
  credentials,
  expiredSession,
  localBedrock,
  opus48,
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

/** The provider's two ways to Claude on Bedrock. */
const ways = [
  {
    way: 'Converse',
    operations: ['Converse', 'ConverseStream'],
    model: (id: string, url = local.url, keys: Keys = credentials): LanguageModel =>
      createAmazonBedrock({ region, baseURL: url, ...keys })(id),
    thinking: { bedrock: { reasoningConfig: { type: 'enabled', budgetTokens: 1024 } } },
  },
  {
    way: 'InvokeModel',
    operations: ['InvokeModel', 'InvokeModelWithResponseStream'],
    model: (id: string, url = local.url, keys: Keys = credentials): LanguageModel =>
      createBedrockAnthropic({ region, baseURL: url, ...keys })(id),
    thinking: { anthropic: { thinking: { type: 'enabled', budgetTokens: 1024 } } },
  },
] as const

const prompt = 'Write a median function in TypeScript'
const weather = tool({
  description: 'The weather of a city',
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `21 degrees in ${city}`,
})
const once = { maxRetries: 0, maxOutputTokens: 300 } as const

async function refusal(answer: PromiseLike<unknown>) {
  const error = await Promise.resolve(answer).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!APICallError.isInstance(error)) throw error
  const { statusCode, responseHeaders, responseBody } = error
  const name = responseHeaders?.['x-amzn-errortype']?.split(':')[0]
  // Over InvokeModel the provider has wrapped the message in Anthropic's envelope; `Message` it does not find.
  const {
    message,
    Message,
    error: wrapped,
  } = JSON.parse(responseBody ?? '{}') as {
    readonly message?: string
    readonly Message?: string
    readonly error?: { readonly message: string }
  }
  return { name, status: statusCode, message: message ?? Message ?? wrapped?.message }
}
const generate = (language: LanguageModel) => generateText({ model: language, prompt, ...once })
const withKey = (apiKey: string) => createAmazonBedrock({ region, baseURL: local.url, apiKey })(sonnet45)

describe.each(ways)('the AI SDK over $way', ({ model, operations, thinking }) => {
  test('generates text', async () => {
    const { text, finishReason, usage, response } = await generateText({ model: model(sonnet45), prompt, ...once })
    expect(text).not.toBe('')
    expect(finishReason).toBe('stop')
    expect(usage.inputTokens).toBeGreaterThan(0)
    expect(usage.outputTokens).toBeGreaterThan(0)
    expect(response.headers).toMatchObject({ 'x-outcrop-emulator': '1' })
    const entry = local.emulator.requests().at(-1)!
    expect(entry).toMatchObject({ operation: operations[0], status: 200, auth: { scheme: 'sigv4', verified: true } })
  })

  test('streams the same text', async () => {
    const whole = await generateText({ model: model(sonnet45), prompt, ...once })
    const stream = streamText({ model: model(sonnet45), prompt, ...once })
    let text = ''
    for await (const delta of stream.textStream) text += delta
    expect(text).toBe(whole.text)
    expect(await stream.finishReason).toBe('stop')
    expect((await stream.usage).outputTokens).toBe(whole.usage.outputTokens)
    expect(local.emulator.requests().at(-1)?.operation).toBe(operations[1])
  })

  test('runs a tool and ends after its result', async () => {
    const { steps, text, finishReason } = await generateText({
      model: model(sonnet45),
      prompt: 'What is the weather in Paris?',
      tools: { weather },
      stopWhen: stepCountIs(4),
      ...once,
    })
    expect(steps.map((step) => step.finishReason)).toEqual(['tool-calls', 'stop'])
    expect(steps[0]?.toolResults[0]).toMatchObject({
      toolName: 'weather',
      output: expect.stringMatching(/^21 degrees in ./),
    })
    expect(text).not.toBe('')
    expect(finishReason).toBe('stop')
  })

  test('runs a tool while streaming', async () => {
    const stream = streamText({
      model: model(sonnet45),
      prompt: 'What is the weather in Paris?',
      tools: { weather },
      stopWhen: stepCountIs(4),
      ...once,
    })
    await stream.consumeStream()
    expect((await stream.steps).map((step) => step.finishReason)).toEqual(['tool-calls', 'stop'])
  })

  test('hears thinking, whole and streamed', async () => {
    const wanted = { model: model(sonnet45), prompt, maxRetries: 0, maxOutputTokens: 2048, providerOptions: thinking }
    const { reasoningText, text } = await generateText(wanted)
    expect(reasoningText).toBeTruthy()
    expect(text).not.toBe('')
    const stream = streamText(wanted)
    await stream.consumeStream()
    expect(await stream.reasoningText).toBe(reasoningText)
  })

  test('serves today’s models', async () => {
    const { text } = await generateText({ model: model(opus48), prompt, ...once })
    expect(text).not.toBe('')
  })

  describe('is refused', () => {
    test.each([
      ['a wrong secret', wrongSecret, sonnet45, refusals.wrongSecret],
      ['a key that AWS does not know', unknownKey, sonnet45, refusals.unknownKey],
      ['an expired session', expiredSession, sonnet45, refusals.expiredToken],
      ['an unknown model', credentials, 'anthropic.claude-nonesuch-9', refusals.unknownModel],
      ['a bare id where the model needs a profile', credentials, bareSonnet45, refusals.bareId],
    ])('%s', async (_what, keys, id, expected) => {
      expect(await refusal(generate(model(id, local.url, keys)))).toEqual(expected)
    })

    test('a stale date', async () => {
      const stale = await refusal(generate(model(sonnet45, ahead.url)))
      expect(stale).toMatchObject({ name: 'InvalidSignatureException', status: 403 })
      expect(stale.message).toMatch(signatureExpired)
    })

    test('a bad bearer key, where a good one serves', async () => {
      expect(await refusal(generate(withKey('bedrock-api-key-of-nobody')))).toEqual(refusals.badBearer)
      expect((await generate(withKey(bearerToken))).text).not.toBe('')
    })
  })
})
