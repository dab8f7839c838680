import {
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type Message,
  type Tool,
} from '@aws-sdk/client-bedrock-runtime'
import type { Message as AnthropicMessage } from '@outcrop/wire/anthropic'
import { describe, expect, test } from 'vitest'
import { eventNames, protocols, readChunks, readEvents, runtimeClient, textOf } from './aws-sdk.js'
import {
  bareSonnet45,
  bearerToken,
  localBedrock,
  opus48,
  profileArn,
  scrubEnvironment,
  sonnet45,
} from './local-bedrock.js'

scrubEnvironment()
const local = localBedrock()

const prompt = 'Write a median function in TypeScript'
const anthropicBody = (more: object = {}) =>
  JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 300,
    messages: [{ role: 'user', content: prompt }],
    ...more,
  })
const conversation: Message[] = [{ role: 'user', content: [{ text: prompt }] }]
const read = (body: Uint8Array) => JSON.parse(new TextDecoder().decode(body)) as AnthropicMessage

const weatherSchema = {
  type: 'object',
  properties: { city: { type: 'string' }, unit: { type: 'string', enum: ['celsius', 'fahrenheit'] } },
  required: ['city', 'unit'],
}
const weatherTool: Tool = {
  toolSpec: { name: 'get_weather', description: 'The weather of a city', inputSchema: { json: weatherSchema } },
}

describe.each(protocols)('the AWS SDK over $protocol', ({ handler, httpVersion }) => {
  const client = () => runtimeClient(local.url, handler())

  test('InvokeModel answers Anthropic’s message, signed and verified over this protocol', async () => {
    const { body, contentType, $metadata } = await client().send(
      new InvokeModelCommand({ modelId: sonnet45, contentType: 'application/json', body: anthropicBody() }),
    )
    const message = read(body)
    expect(contentType).toBe('application/json')
    expect($metadata.httpStatusCode).toBe(200)
    expect($metadata.requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(message).toMatchObject({ type: 'message', role: 'assistant', model: 'claude-sonnet-4-5-20250929' })
    expect(message.id).toMatch(/^msg_bdrk_01\w{22}$/)
    expect(message.usage.input_tokens).toBeGreaterThan(0)
    expect(message.usage.output_tokens).toBeGreaterThan(0)
    const entry = local.emulator.requests().at(-1)!
    expect(entry).toMatchObject({ operation: 'InvokeModel', status: 200, httpVersion, emulated: true })
    expect(entry.auth).toMatchObject({ scheme: 'sigv4', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', verified: true })
  })

  test('InvokeModelWithResponseStream spells out what InvokeModel answers at once', async () => {
    const whole = await client().send(new InvokeModelCommand({ modelId: sonnet45, body: anthropicBody() }))
    const { body, contentType } = await client().send(
      new InvokeModelWithResponseStreamCommand({ modelId: sonnet45, body: anthropicBody() }),
    )
    const events = await readChunks(body)
    expect(contentType).toBe('application/json')
    expect(events.map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      ...events.slice(2, -3).map(() => 'content_block_delta'),
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    const text = events.map((event) =>
      event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : '',
    )
    expect(events.length).toBeGreaterThan(8)
    expect(text.join('')).toBe(
      read(whole.body)
        .content.map((block) => (block.type === 'text' ? block.text : ''))
        .join(''),
    )
    expect(events.at(-1)).toHaveProperty('amazon-bedrock-invocationMetrics.outputTokenCount')
  })

  test('InvokeModel takes a profile by its ARN', async () => {
    const { body } = await client().send(new InvokeModelCommand({ modelId: profileArn, body: anthropicBody() }))
    expect(read(body).model).toBe('claude-sonnet-4-5-20250929')
  })

  test('Converse and ConverseStream give the same text, usage and stop reason', async () => {
    const input = { modelId: sonnet45, messages: conversation, inferenceConfig: { maxTokens: 300 } }
    const whole = await client().send(new ConverseCommand(input))
    expect(whole.output?.message?.role).toBe('assistant')
    expect(whole.stopReason).toBe('end_turn')
    expect(whole.metrics?.latencyMs).toBeGreaterThanOrEqual(0)
    expect(whole.usage?.totalTokens).toBe(whole.usage!.inputTokens! + whole.usage!.outputTokens!)

    const { stream } = await client().send(new ConverseStreamCommand(input))
    const events = await readEvents(stream)
    // Claude's text has no contentBlockStart on Bedrock.
    expect(eventNames(events)).toEqual([
      'messageStart',
      ...events.slice(1, -3).map(() => 'contentBlockDelta'),
      'contentBlockStop',
      'messageStop',
      'metadata',
    ])
    expect(textOf(events)).toBe(whole.output?.message?.content?.[0]?.text)
    expect(events.at(-2)?.messageStop?.stopReason).toBe('end_turn')
    expect(events.at(-1)?.metadata?.usage).toEqual(whole.usage)
  })

  test('a tool is called, and its result ends the turn', async () => {
    const toolConfig = { tools: [weatherTool] }
    const messages: Message[] = [{ role: 'user', content: [{ text: 'What is the weather in Paris?' }] }]
    const asked = await client().send(new ConverseCommand({ modelId: sonnet45, messages, toolConfig }))
    expect(asked.stopReason).toBe('tool_use')
    const call = asked.output?.message?.content?.find((block) => block.toolUse !== undefined)?.toolUse
    expect(call).toMatchObject({
      name: 'get_weather',
      input: { city: expect.any(String), unit: expect.stringMatching(/^(celsius|fahrenheit)$/) },
    })
    expect(call?.toolUseId).toMatch(/^tooluse_\w{22}$/)

    const answer = { toolResult: { toolUseId: call!.toolUseId, content: [{ json: { degrees: 21 } }] } }
    const done = await client().send(
      new ConverseCommand({
        modelId: sonnet45,
        messages: [...messages, asked.output!.message!, { role: 'user', content: [answer] }],
        toolConfig,
      }),
    )
    expect(done.stopReason).toBe('end_turn')
    expect(done.output?.message?.content?.[0]?.text).toBeTruthy()
  })

  test('a streamed tool call adds up to the whole one', async () => {
    const messages: Message[] = [{ role: 'user', content: [{ text: 'What is the weather in Paris?' }] }]
    const input = { modelId: sonnet45, messages, toolConfig: { tools: [weatherTool], toolChoice: { any: {} } } }
    const whole = await client().send(new ConverseCommand(input))
    const { stream } = await client().send(new ConverseStreamCommand(input))
    const events = await readEvents(stream)
    const start = events.find((event) => event.contentBlockStart !== undefined)?.contentBlockStart
    expect(start?.start?.toolUse?.name).toBe('get_weather')
    const json = events
      .filter((event) => event.contentBlockDelta?.contentBlockIndex === start?.contentBlockIndex)
      .map((event) => event.contentBlockDelta?.delta?.toolUse?.input ?? '')
    const wanted = whole.output?.message?.content?.find((block) => block.toolUse !== undefined)?.toolUse?.input
    expect(JSON.parse(json.join(''))).toEqual(wanted)
    expect(events.at(-2)?.messageStop?.stopReason).toBe('tool_use')
  })

  test('a tool is called over InvokeModel too', async () => {
    const tools = [{ name: 'get_weather', description: 'The weather of a city', input_schema: weatherSchema }]
    const { body } = await client().send(
      new InvokeModelCommand({ modelId: sonnet45, body: anthropicBody({ tools, tool_choice: { type: 'any' } }) }),
    )
    const message = read(body)
    expect(message.stop_reason).toBe('tool_use')
    const call = message.content.find((block) => block.type === 'tool_use')
    expect(call).toMatchObject({ name: 'get_weather', input: { city: expect.any(String), unit: expect.any(String) } })
    expect(call?.id).toMatch(/^toolu_bdrk_01\w+$/)
  })

  test('thinking with a budget comes before the text, signed', async () => {
    const input = {
      modelId: sonnet45,
      messages: conversation,
      inferenceConfig: { maxTokens: 2048 },
      additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1024 } },
    }
    const whole = await client().send(new ConverseCommand(input))
    const [thought, text] = whole.output!.message!.content!
    expect(thought?.reasoningContent?.reasoningText?.text).toBeTruthy()
    expect(thought?.reasoningContent?.reasoningText?.signature).toBeTruthy()
    expect(text?.text).toBeTruthy()

    const { stream } = await client().send(new ConverseStreamCommand(input))
    const deltas = (await readEvents(stream)).map((event) => event.contentBlockDelta?.delta?.reasoningContent)
    expect(deltas.map((delta) => delta?.text ?? '').join('')).toBe(thought?.reasoningContent?.reasoningText?.text)
    expect(deltas.filter((delta) => delta?.signature !== undefined)).toHaveLength(1)
  })

  test('adaptive thinking comes as thinking deltas and one signature over InvokeModelWithResponseStream', async () => {
    const { body } = await client().send(
      new InvokeModelWithResponseStreamCommand({
        modelId: opus48,
        body: anthropicBody({ max_tokens: 4096, thinking: { type: 'adaptive', display: 'summarized' } }),
      }),
    )
    const kinds = (await readChunks(body)).flatMap((event) =>
      event.type === 'content_block_delta' ? [event.delta.type] : [],
    )
    expect(kinds).toContain('thinking_delta')
    expect(kinds.filter((kind) => kind === 'signature_delta')).toHaveLength(1)
    expect(kinds.indexOf('signature_delta')).toBeLessThan(kinds.indexOf('text_delta'))
  })

  test('thinking that was given back with its signature is taken', async () => {
    const thinking = { additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1024 } } }
    const base = { modelId: sonnet45, inferenceConfig: { maxTokens: 2048 }, ...thinking }
    const first = await client().send(new ConverseCommand({ ...base, messages: conversation }))
    const second = await client().send(
      new ConverseCommand({
        ...base,
        messages: [...conversation, first.output!.message!, { role: 'user', content: [{ text: 'Shorter, please' }] }],
      }),
    )
    expect(second.stopReason).toBe('end_turn')
  })

  test('CountTokens counts both shapes of a request, for the bare id', async () => {
    const invoke = await client().send(
      new CountTokensCommand({
        modelId: bareSonnet45,
        input: { invokeModel: { body: new TextEncoder().encode(anthropicBody()) } },
      }),
    )
    const converse = await client().send(
      new CountTokensCommand({ modelId: bareSonnet45, input: { converse: { messages: conversation } } }),
    )
    const answered = await client().send(new ConverseCommand({ modelId: sonnet45, messages: conversation }))
    expect(invoke.inputTokens).toBeGreaterThan(0)
    expect(converse.inputTokens).toBe(invoke.inputTokens)
    expect(answered.usage?.inputTokens).toBe(invoke.inputTokens)
  })

  test('CountTokens refuses the id of a profile', async () => {
    const refused = client().send(
      new CountTokensCommand({ modelId: sonnet45, input: { converse: { messages: conversation } } }),
    )
    await expect(refused).rejects.toMatchObject({
      name: 'ValidationException',
      message: "The provided model doesn't support counting tokens.",
    })
  })

  test('a bearer token serves instead of credentials', async () => {
    const bearer = runtimeClient(local.url, {
      ...handler(),
      token: { token: bearerToken },
      authSchemePreference: ['httpBearerAuth'],
    })
    const { stopReason } = await bearer.send(new ConverseCommand({ modelId: sonnet45, messages: conversation }))
    expect(stopReason).toBe('end_turn')
    expect(local.emulator.requests().at(-1)?.auth).toMatchObject({ scheme: 'bearer', verified: true })
  })

  test('every answer is marked as the emulator’s', async () => {
    const marks: unknown[] = []
    const marked = client()
    marked.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args)
        marks.push((result.response as { headers: Record<string, string> }).headers['x-outcrop-emulator'])
        return result
      },
      { step: 'deserialize', priority: 'high' },
    )
    await marked.send(new ConverseCommand({ modelId: sonnet45, messages: conversation }))
    const { stream } = await marked.send(new ConverseStreamCommand({ modelId: sonnet45, messages: conversation }))
    await readEvents(stream)
    await marked.send(new ConverseCommand({ modelId: 'anthropic.none', messages: conversation })).catch(() => {})
    expect(marks.slice(0, 2)).toEqual(['1', '1'])
  })
})
