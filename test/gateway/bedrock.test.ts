import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'
import { BedrockClient, GetInferenceProfileCommand, ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock'
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { describe, expect, onTestFinished, test } from 'vitest'
import { profileArn, region, sonnet45 } from '../foreign/local-bedrock.js'
import { key, localGateway } from './local-gateway.js'

const messages = [{ role: 'user' as const, content: [{ text: 'Write a median function' }] }]
const body = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 200,
  messages: [{ role: 'user', content: 'Write a median function' }],
})
/** Whoever signs for AWS signs with what it has; the gateway that serves its own machine does not read it. */
const anybody = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'nobodys-secret' }

const ways = [
  ['HTTP/2, signed, from this machine', { open: true }, { credentials: anybody }],
  [
    'HTTP/1.1, signed, from this machine',
    { open: true },
    { credentials: anybody, requestHandler: new NodeHttpHandler() },
  ],
  ['HTTP/2, with the key', {}, { token: { token: key }, authSchemePreference: ['httpBearerAuth'] }],
  [
    'HTTP/1.1, with the key',
    {},
    { token: { token: key }, authSchemePreference: ['httpBearerAuth'], requestHandler: new NodeHttpHandler() },
  ],
] as const

describe.each(ways)('the AWS SDK over %s', (_, gateway, settings) => {
  const start = async () => {
    const local = await localGateway(gateway)
    const sdk = new BedrockRuntimeClient({ endpoint: local.url, region, maxAttempts: 1, ...settings } as object)
    onTestFinished(() => sdk.destroy())
    return { ...local, sdk }
  }

  test('Converse, whole and streamed', async () => {
    const { sdk, entries } = await start()
    const input = { modelId: sonnet45, messages, inferenceConfig: { maxTokens: 200 } }
    const { output, stopReason, usage } = await sdk.send(new ConverseCommand(input))
    expect([stopReason, usage?.outputTokens]).toEqual(['end_turn', expect.any(Number)])
    const { stream } = await sdk.send(new ConverseStreamCommand(input))
    let text = ''
    let end: unknown
    for await (const { contentBlockDelta, metadata } of stream ?? []) {
      text += contentBlockDelta?.delta?.text ?? ''
      end = metadata?.usage ?? end
    }
    expect(text).toBe(output?.message?.content?.[0]?.text)
    expect(end).toMatchObject({ outputTokens: usage?.outputTokens })
    expect(entries).toHaveLength(2)
  })

  test('InvokeModel, whole and streamed, and a count', async () => {
    const { sdk } = await start()
    const input = { modelId: profileArn, body, contentType: 'application/json' }
    const whole = await sdk.send(new InvokeModelCommand(input))
    const message = JSON.parse(new TextDecoder().decode(whole.body)) as { content: [{ text: string }] }
    const { body: chunks } = await sdk.send(new InvokeModelWithResponseStreamCommand(input))
    const types: string[] = []
    let text = ''
    for await (const { chunk } of chunks ?? []) {
      const event = JSON.parse(new TextDecoder().decode(chunk?.bytes)) as { type: string; delta?: { text?: string } }
      types.push(event.type)
      text += event.delta?.text ?? ''
    }
    expect([types[0], types.at(-1)]).toEqual(['message_start', 'message_stop'])
    expect(text).toBe(message.content[0].text)
    const counted = { invokeModel: { body: new TextEncoder().encode(body) } }
    const { inputTokens } = await sdk.send(new CountTokensCommand({ modelId: sonnet45, input: counted }))
    expect(inputTokens).toBeGreaterThan(3)
  })

  test('errors have AWS’s names', async () => {
    const { sdk } = await start()
    const unknown = sdk.send(new ConverseCommand({ modelId: 'anthropic.claude-nothing-v9:0', messages }))
    await expect(unknown).rejects.toMatchObject({ name: expect.stringMatching(/ValidationException|ResourceNotFound/) })
    const nonsense = sdk.send(new InvokeModelCommand({ modelId: sonnet45, body: '{"max_tokens":1}' }))
    await expect(nonsense).rejects.toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } })
  })

  test('an abort ends the call', async () => {
    const { url, records, entries } = await localGateway({
      ...gateway,
      emulator: { latency: { timeToFirstTokenMs: 1, tokensPerSecond: 30 } },
    })
    const sdk = new BedrockRuntimeClient({ endpoint: url, region, maxAttempts: 1, ...settings } as object)
    onTestFinished(() => sdk.destroy())
    const leaving = new AbortController()
    const { stream } = await sdk.send(new ConverseStreamCommand({ modelId: sonnet45, messages }), {
      abortSignal: leaving.signal,
    })
    for await (const { contentBlockDelta } of stream ?? []) if (contentBlockDelta) break
    leaving.abort()
    sdk.destroy()
    await expect.poll(() => records.length, { timeout: 10_000 }).toBe(1)
    expect([records[0]?.left, entries[0]?.outcome]).toEqual([true, 'aborted'])
  })
})

test('without the key the AWS SDK is told so', async () => {
  const { url } = await localGateway()
  const sdk = new BedrockRuntimeClient({ endpoint: url, region, maxAttempts: 1, credentials: anybody })
  onTestFinished(() => sdk.destroy())
  const refused = sdk.send(new ConverseCommand({ modelId: sonnet45, messages }))
  await expect(refused).rejects.toMatchObject({ name: 'MissingAuthenticationTokenException' })
})

test('inference profiles are listed and looked up', async () => {
  const { url } = await localGateway({ open: true })
  const control = new BedrockClient({ endpoint: url, region, credentials: anybody })
  onTestFinished(() => control.destroy())
  const { inferenceProfileSummaries = [] } = await control.send(
    new ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED' }),
  )
  const ids = inferenceProfileSummaries.map(({ inferenceProfileId }) => inferenceProfileId)
  expect(ids).toContain(sonnet45)
  const one = await control.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: sonnet45 }))
  expect(one.models?.[0]?.modelArn).toMatch(/foundation-model\/anthropic\.claude-sonnet-4-5/)
})

test('AnthropicBedrock: whole, streamed, tools, by the key', async () => {
  const { url } = await localGateway()
  const sdk = new AnthropicBedrock({ baseURL: url, awsRegion: region, apiKey: key, maxRetries: 0 })
  const asked = { model: sonnet45, max_tokens: 200, messages: [{ role: 'user' as const, content: 'Say hi' }] }
  const whole = await sdk.messages.create(asked)
  const streamed = await sdk.messages.stream(asked).finalMessage()
  expect(streamed.content).toEqual(whole.content)
  const tools = [
    { name: 'weather', input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } } },
  ]
  const called = await sdk.messages.stream({ ...asked, tools, tool_choice: { type: 'any' } }).finalMessage()
  expect(called.stop_reason).toBe('tool_use')
})

test('the stream keeps its content type, and the receipt follows it', async () => {
  const { post } = await localGateway()
  const answer = await post(`/model/${sonnet45}/invoke-with-response-stream`, body)
  expect(answer.headers.get('content-type')).toBe('application/vnd.amazon.eventstream')
  expect(answer.headers.get('x-amzn-bedrock-content-type')).toBe('application/json')
  await answer.arrayBuffer()
})
