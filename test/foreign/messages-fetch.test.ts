// Foreign clients of Anthropic's API over `createMessagesFetch`: what they send goes through our client to the emulator.
import { createAnthropic } from '@ai-sdk/anthropic'
import { Anthropic, type APIError } from '@anthropic-ai/sdk'
import { ChatAnthropic } from '@langchain/anthropic'
import { type AIMessageChunk, type BaseMessage, HumanMessage } from '@langchain/core/messages'
import { tool as langchainTool } from '@langchain/core/tools'
import { type Client, createClient, createMessagesFetch } from '@outcrop/client'
import type { Fault } from '@outcrop/emulator'
import { type ModelMessage, generateText, stepCountIs, streamText, tool } from 'ai'
import { Anthropic as Anthropic0 } from 'anthropic-sdk-0'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { localBedrock, scrubEnvironment } from './local-bedrock.js'

scrubEnvironment()
const local = localBedrock()
let client: Client
// A new one for each test: a client that was throttled remembers it.
beforeEach(() => {
  local.emulator.reset()
  client = createClient({ environment: { HOME: '/nowhere', ...local.emulator.env }, maxRetries: 0, maxQueueMs: 0 })
})
afterEach(() => client.close())

const journal = () => local.emulator.requests().map(({ operation, status }) => [operation, status])
async function setFaults(faults: readonly Fault[]): Promise<void> {
  const { status } = await fetch(`${local.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify(faults) })
  expect(status).toBe(200)
}
const prompt = 'Write a median function in TypeScript'
const model = 'claude-haiku-4-5'
/** As Anthropic's SDKs default to: an API key that nobody looks at, retries on. */
const fetchOptions = () => ({ apiKey: '-', fetch: createMessagesFetch(client) })

// The two lines of Anthropic's SDK differ in types that these tests do not touch.
const sdks = [
  ['1.x', () => new Anthropic(fetchOptions())],
  ['0.x', () => new Anthropic0(fetchOptions()) as unknown as Anthropic],
] as const

const weather: Anthropic.Tool = {
  name: 'get_weather',
  description: 'The weather of a city',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}

describe.each(sdks)('Anthropic’s SDK %s', (_line, sdk) => {
  const asked = (more: object = {}) => ({
    model,
    max_tokens: 300,
    messages: [{ role: 'user' as const, content: prompt }],
    ...more,
  })

  test('is answered, with the request’s id', async () => {
    const { data, request_id: requestId, response } = await sdk().messages.create(asked()).withResponse()
    expect(data).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' })
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(response.headers.get('x-outcrop-emulator')).toBe('1')
    expect(journal()).toEqual([['InvokeModel', 200]])
  })

  test('streams what it answers at once, and every event in its order', async () => {
    const whole = await sdk().messages.create(asked())
    const events: string[] = []
    const stream = sdk().messages.stream(asked())
    stream.on('streamEvent', (event) => events.push(event.type))
    const final = await stream.finalMessage()
    expect(final.content).toEqual(whole.content)
    expect(final.usage.output_tokens).toBe(whole.usage.output_tokens)
    expect(events.at(0)).toBe('message_start')
    expect(events.at(-1)).toBe('message_stop')
    expect(JSON.stringify(final)).not.toContain('invocationMetrics')
    expect(journal().at(-1)).toEqual(['InvokeModelWithResponseStream', 200])
  })

  test('calls tools over several turns, streamed and whole', async () => {
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'What is the weather in Paris?' }]
    const first = await sdk().messages.create(asked({ messages, tools: [weather] }))
    const streamed = await sdk()
      .messages.stream(asked({ messages, tools: [weather] }))
      .finalMessage()
    expect(streamed.content).toEqual(first.content)
    const call = first.content.find((block) => block.type === 'tool_use')!
    expect(call).toMatchObject({ name: 'get_weather', input: { city: expect.any(String) } })
    messages.push({ role: 'assistant', content: first.content })
    messages.push({ role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: '21 degrees' }] })
    const second = await sdk().messages.create(asked({ messages, tools: [weather] }))
    expect(second.stop_reason).toBe('end_turn')
  })

  test('gets thinking with its signature, to send it back', async () => {
    const thinking = { type: 'enabled' as const, budget_tokens: 1024 }
    const answer = await sdk()
      .messages.stream(asked({ max_tokens: 4096, thinking }))
      .finalMessage()
    expect(answer.content[0]).toMatchObject({ type: 'thinking', signature: expect.stringMatching(/./) })
    const messages = [
      ...asked().messages,
      { role: 'assistant' as const, content: answer.content },
      { role: 'user' as const, content: 'Go on' },
    ]
    const next = await sdk().messages.create(asked({ max_tokens: 4096, thinking, messages }))
    expect(next.stop_reason).toBe('end_turn')
  })

  test('may ask for beta flags that only Anthropic’s own API has', async () => {
    const betas = ['structured-outputs-2025-11-13', 'context-management-2025-06-27', 'of-nobody-2026-01-01']
    const answer = await sdk().beta.messages.create({ ...asked(), betas })
    expect(answer.stop_reason).toBe('end_turn')
    const { body } = local.emulator.requests().at(-1)!.request as { body: { anthropic_beta: string[] } }
    expect(body.anthropic_beta).toEqual(['context-management-2025-06-27'])
  })

  test('counts tokens', async () => {
    const { messages } = asked()
    const { input_tokens: counted } = await sdk().messages.countTokens({ model, messages, tools: [weather] })
    const answer = await sdk().messages.create(asked({ tools: [weather] }))
    expect(counted).toBe(answer.usage.input_tokens)
  })

  test('lists models that can be called by the ids it lists', async () => {
    const ids: string[] = []
    for await (const { id, display_name: name } of sdk().models.list()) {
      expect(name).not.toBe('')
      ids.push(id)
    }
    expect(ids).toContain(model)
    expect(ids).toContain('claude-opus-4-8')
    expect(await sdk().models.retrieve('haiku')).toMatchObject({
      type: 'model',
      id: expect.stringMatching(/^claude-haiku/),
    })
    await expect(sdk().models.retrieve('of-nobody')).rejects.toBeInstanceOf(
      sdk().constructor === Anthropic ? Anthropic.NotFoundError : Anthropic0.NotFoundError,
    )
  })

  test('is told once of a throttled call, and does not ask again', async () => {
    await setFaults([{ kind: 'http', status: 429, headers: { 'retry-after': '7' } }])
    const error = (await sdk()
      .messages.create(asked())
      .catch((reason: unknown) => reason)) as APIError
    expect(error).toMatchObject({ status: 429, error: { error: { type: 'rate_limit_error', code: 'throttled' } } })
    expect(error.headers!.get('retry-after')).toBe('7')
    expect(error.requestID).toMatch(/^[0-9a-f-]{36}$/)
    expect(journal()).toEqual([['InvokeModel', 429]])
  })

  test('is told what the request breaks, before anything is sent', async () => {
    const refused = sdk().messages.create(asked({ model: 'claude-opus-4-8', temperature: 0.5 }))
    await expect(refused).rejects.toMatchObject({
      status: 400,
      error: { error: { type: 'invalid_request_error', message: expect.stringContaining('sampling') } },
    })
    const streamed = sdk()
      .messages.stream(asked({ model: 'claude-opus-4-8', temperature: 0.5 }))
      .finalMessage()
    await expect(streamed).rejects.toMatchObject({ status: 400 })
    expect(journal()).toEqual([])
  })

  test.each([
    ['cut inside a frame', { kind: 'cut', atEvent: 4, offset: 20 }],
    ['that just ends', { kind: 'eof', atEvent: 4 }],
    ['that ends before its terminal event', { kind: 'eof', atEvent: 7 }],
    ['with an exception', { kind: 'exception', atEvent: 4, type: 'throttlingException' }],
  ] as const)('never takes a stream %s for whole', async (_what, fault) => {
    await setFaults([fault])
    let text = ''
    const stream = sdk().messages.stream(asked())
    stream.on('text', (piece) => (text += piece))
    await expect(stream.finalMessage()).rejects.toMatchObject({
      error: { error: { code: 'stream_interrupted', message: expect.stringContaining('broke off') } },
    })
    expect(text).not.toBe('')
    expect(journal()).toHaveLength(1)
  })

  test('aborts a call, and a stream in its middle', async () => {
    await setFaults([{ kind: 'hang' }])
    const early = new AbortController()
    const call = sdk().messages.create(asked(), { signal: early.signal })
    queueMicrotask(() => early.abort())
    await expect(call).rejects.toMatchObject({ message: 'Request was aborted.' })
    await setFaults([{ kind: 'stall', atEvent: 4, ms: 60_000 }])
    const stream = sdk().messages.stream(asked())
    stream.on('text', () => stream.abort())
    await expect(stream.finalMessage()).rejects.toMatchObject({ message: 'Request was aborted.' })
  })
})

describe('the AI SDK', () => {
  const provider = () => createAnthropic(fetchOptions())
  const tools = {
    get_weather: tool({
      description: 'The weather of a city',
      inputSchema: z.object({ city: z.string() }),
      execute: ({ city }) => `21 degrees in ${city}`,
    }),
  }
  const once = { maxRetries: 0, maxOutputTokens: 400 } as const

  test('is answered, whole and streamed', async () => {
    const whole = await generateText({ model: provider()(model), prompt, ...once })
    expect(whole.text).not.toBe('')
    const stream = streamText({ model: provider()(model), prompt, ...once })
    expect(await stream.text).toBe(whole.text)
    expect(await stream.finishReason).toBe('stop')
    const { usage } = local.emulator.requests().at(-1)!
    expect((await stream.usage).outputTokens).toBe(usage!.output_tokens)
  })

  test('runs tools over several steps', async () => {
    const messages: ModelMessage[] = [{ role: 'user', content: 'What is the weather in Paris?' }]
    const wanted = { model: provider()(model), messages, ...once, tools, stopWhen: stepCountIs(5) }
    const { steps, text } = await generateText(wanted)
    expect(steps.flatMap(({ toolResults }) => toolResults.map(({ toolName }) => toolName))).toEqual(['get_weather'])
    expect(text).not.toBe('')
    const stream = streamText(wanted)
    await stream.consumeStream()
    expect((await stream.steps).length).toBe(2)
    expect(journal().map(([, status]) => status)).toEqual([200, 200, 200, 200])
  })

  test('thinks', async () => {
    const { reasoningText } = await generateText({
      model: provider()(model),
      prompt,
      maxRetries: 0,
      maxOutputTokens: 2000,
      providerOptions: { anthropic: { thinking: { type: 'enabled', budgetTokens: 1024 } } },
    })
    expect(reasoningText).not.toBe('')
  })

  test('is told of errors: throttled, refused, cut', async () => {
    await setFaults([{ kind: 'http', status: 429 }])
    const throttled = generateText({ model: provider()(model), prompt, ...once })
    await expect(throttled).rejects.toMatchObject({ statusCode: 429, message: expect.stringContaining('Too many') })
    await setFaults([{ kind: 'eof', atEvent: 5 }])
    const errors: unknown[] = []
    const stream = streamText({
      model: provider()(model),
      prompt,
      ...once,
      onError: ({ error }) => {
        errors.push(error)
      },
    })
    await stream.consumeStream()
    expect(JSON.stringify(errors)).toContain('broke off')
  })

  test('aborts a stream', async () => {
    await setFaults([{ kind: 'stall', atEvent: 4, ms: 60_000 }])
    const controller = new AbortController()
    const { fullStream } = streamText({ model: provider()(model), prompt, ...once, abortSignal: controller.signal })
    const types: string[] = []
    for await (const { type } of fullStream) {
      types.push(type)
      if (type === 'text-delta') controller.abort()
    }
    expect(types.at(-1)).toBe('abort')
  })
})

describe('LangChain', () => {
  const chat = (more: object = {}) =>
    new ChatAnthropic({
      model,
      maxTokens: 400,
      maxRetries: 0,
      apiKey: '-',
      clientOptions: { fetch: createMessagesFetch(client) },
      ...more,
    })
  const getWeather = langchainTool(({ city }) => `21 degrees in ${city}`, {
    name: 'get_weather',
    description: 'The weather of a city',
    schema: z.object({ city: z.string() }),
  })

  async function gather(stream: AsyncIterable<AIMessageChunk>): Promise<AIMessageChunk> {
    let whole: AIMessageChunk | undefined
    for await (const chunk of stream) whole = whole === undefined ? chunk : whole.concat(chunk)
    return whole!
  }

  test('is answered, whole and streamed', async () => {
    const whole = await chat().invoke(prompt)
    expect(whole.text).not.toBe('')
    expect((await gather(await chat().stream(prompt))).text).toBe(whole.text)
  })

  test('runs tools over several turns, and has structured output', async () => {
    const bound = chat().bindTools([getWeather])
    const history: BaseMessage[] = [new HumanMessage('What is the weather in Paris?')]
    const first = await bound.invoke(history)
    expect(first.tool_calls).toMatchObject([{ name: 'get_weather' }])
    const [call] = first.tool_calls!
    history.push(first, await getWeather.invoke({ ...call!, type: 'tool_call' as const }))
    expect((await gather(await bound.stream(history))).tool_calls).toEqual([])
    const person = z.object({ name: z.string(), age: z.number().int() })
    const found = await chat().withStructuredOutput(person).invoke('Describe a person named Ada')
    expect(person.parse(found)).toEqual(found)
  })

  test('is told of errors: throttled, refused, cut', async () => {
    await setFaults([{ kind: 'http', status: 429 }])
    await expect(chat().invoke(prompt)).rejects.toMatchObject({ status: 429 })
    await expect(chat({ model: 'of-nobody' }).invoke(prompt)).rejects.toMatchObject({ status: 404 })
    await setFaults([{ kind: 'eof', atEvent: 5 }])
    await expect(chat().stream(prompt).then(gather)).rejects.toThrow(/broke off/)
  })

  test('aborts a stream', async () => {
    await setFaults([{ kind: 'stall', atEvent: 4, ms: 60_000 }])
    const controller = new AbortController()
    const read = async () => {
      const stream = await chat().stream(prompt, { signal: controller.signal })
      for await (const { text } of stream) if (text !== '') controller.abort()
    }
    await expect(read()).rejects.toThrow(/abort/i)
  })
})
