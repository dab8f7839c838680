import { BedrockRuntimeServiceException } from '@aws-sdk/client-bedrock-runtime'
import { ChatBedrockConverse } from '@langchain/aws'
import { type AIMessageChunk, HumanMessage, type ToolMessage } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
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

/** It has no option for a plain HTTP endpoint; the AWS SDK beneath it reads the variable when it sends. */
function at(url: string): void {
  process.env['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'] = url
}

interface ChatOptions {
  readonly url?: string
  readonly keys?: Keys
  readonly maxTokens?: number
  readonly clientOptions?: { readonly maxAttempts: number }
  readonly additionalModelRequestFields?: {
    readonly thinking: { readonly type: string; readonly budget_tokens: number }
  }
}

function chat(
  model = sonnet45,
  { url = local.url, keys = credentials, ...more }: ChatOptions = {},
): ChatBedrockConverse {
  at(url)
  return new ChatBedrockConverse({ model, region, credentials: keys, maxTokens: 300, maxRetries: 0, ...more })
}

function chatWithKey(bedrockBearerToken: string): ChatBedrockConverse {
  at(local.url)
  return new ChatBedrockConverse({ model: sonnet45, region, bedrockBearerToken, maxRetries: 0 })
}

const prompt = 'Write a median function in TypeScript'
const weather = tool(({ city }) => `21 degrees in ${city}`, {
  name: 'get_weather',
  description: 'The weather of a city',
  schema: z.object({ city: z.string() }),
})

const thoughtOf = (message: { contentBlocks: { type: string; reasoning?: unknown }[] }) =>
  message.contentBlocks.flatMap((block) => (block.type === 'reasoning' ? [block.reasoning] : [])).join('')

async function gather(stream: AsyncIterable<AIMessageChunk>): Promise<AIMessageChunk> {
  let whole: AIMessageChunk | undefined
  for await (const chunk of stream) whole = whole === undefined ? chunk : whole.concat(chunk)
  return whole!
}

describe('LangChain', () => {
  test('invokes', async () => {
    const answer = await chat().invoke(prompt)
    expect(answer.text).not.toBe('')
    expect(answer.usage_metadata).toMatchObject({ input_tokens: expect.any(Number), output_tokens: expect.any(Number) })
    expect(answer.response_metadata).toMatchObject({ stopReason: 'end_turn' })
    expect(local.emulator.requests().at(-1)).toMatchObject({ operation: 'Converse', status: 200, httpVersion: '2.0' })
  })

  test('streams the same text', async () => {
    const whole = await chat().invoke(prompt)
    const streamed = await gather(await chat().stream(prompt))
    expect(streamed.text).toBe(whole.text)
    expect(streamed.usage_metadata).toMatchObject(whole.usage_metadata!)
    expect(local.emulator.requests().at(-1)?.operation).toBe('ConverseStream')
  })

  test('calls a tool, and ends after its result', async () => {
    const question = new HumanMessage('What is the weather in Paris?')
    const model = chat().bindTools([weather])
    const first = await model.invoke([question])
    expect(first.tool_calls).toMatchObject([{ name: 'get_weather', args: { city: expect.any(String) } }])
    const call = first.tool_calls?.[0]
    const result: ToolMessage = await weather.invoke({
      name: 'get_weather',
      args: { city: 'Paris' },
      ...call,
      type: 'tool_call',
    })
    const second = await model.invoke([question, first, result])
    expect(second.tool_calls).toEqual([])
    expect(second.response_metadata).toMatchObject({ stopReason: 'end_turn' })
    expect(second.text).not.toBe('')
  })

  test('streams a tool call', async () => {
    const streamed = await gather(await chat().bindTools([weather]).stream('What is the weather in Paris?'))
    expect(streamed.tool_calls).toMatchObject([{ name: 'get_weather', args: { city: expect.any(String) } }])
  })

  test('hears thinking, whole and streamed', async () => {
    const thinking = { thinking: { type: 'enabled', budget_tokens: 1024 } }
    const model = chat(sonnet45, { maxTokens: 2048, additionalModelRequestFields: thinking })
    const whole = await model.invoke(prompt)
    expect(thoughtOf(whole)).not.toBe('')
    expect(whole.text).not.toBe('')
    expect(thoughtOf(await gather(await model.stream(prompt)))).toBe(thoughtOf(whole))
  })

  test('serves today’s models', async () => {
    expect((await chat(opus48).invoke(prompt)).text).not.toBe('')
  })

  test('goes with a bearer key', async () => {
    expect((await chatWithKey(bearerToken).invoke(prompt)).text).not.toBe('')
    expect(local.emulator.requests().at(-1)?.auth).toMatchObject({ scheme: 'bearer', verified: true })
  })
})

async function refusal(answer: Promise<unknown>) {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(BedrockRuntimeServiceException)
  const { name, message, $metadata } = error as BedrockRuntimeServiceException
  return { name, status: $metadata.httpStatusCode, message }
}

describe('what LangChain is refused', () => {
  test.each([
    ['a wrong secret', wrongSecret, sonnet45, refusals.wrongSecret],
    ['a key that AWS does not know', unknownKey, sonnet45, refusals.unknownKey],
    ['an expired session', expiredSession, sonnet45, refusals.expiredToken],
    ['an unknown model', credentials, 'anthropic.claude-nonesuch-9', refusals.unknownModel],
    ['a bare id where the model needs a profile', credentials, bareSonnet45, refusals.bareId],
  ])('%s, whole and streamed', async (_what, keys, model, expected) => {
    expect(await refusal(chat(model, { keys }).invoke(prompt))).toEqual(expected)
    expect(await refusal(chat(model, { keys }).stream(prompt).then(gather))).toEqual(expected)
  })

  test('a stale date', async () => {
    const stale = await refusal(chat(sonnet45, { url: ahead.url, clientOptions: { maxAttempts: 1 } }).invoke(prompt))
    expect(stale).toMatchObject({ name: 'InvalidSignatureException', status: 403 })
    expect(stale.message).toMatch(signatureExpired)
    // With its attempts left to it, the SDK beneath corrects its clock.
    expect((await chat(sonnet45, { url: ahead.url }).invoke(prompt)).text).not.toBe('')
  })

  test('a bad bearer key', async () => {
    expect(await refusal(chatWithKey('bedrock-api-key-of-nobody').invoke(prompt))).toEqual(refusals.badBearer)
  })
})
