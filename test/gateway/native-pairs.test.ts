import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'
import {
  BedrockRuntimeClient,
  ConverseCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, onTestFinished, test } from 'vitest'
import { region, sonnet45 } from '../foreign/local-bedrock.js'
import { key, localGateway } from './local-gateway.js'
import type { LocalGateway } from './local-gateway.js'

// On Bedrock's own routes the flags stand in the body. What Bedrock refuses is left out there as it is of /v1/messages.
const strange = 'never-heard-of-2030-01-01'
const flag = 'context-management-2025-06-27'
const fields = { context_management: { edits: [] } }
const messages = [{ role: 'user' as const, content: 'Say hi' }]
const params = { model: sonnet45, max_tokens: 100, messages, ...fields }
const bodyWith = (more: object) =>
  JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 100, messages, ...more })

const bodies = ({ emulator }: LocalGateway) =>
  emulator.requests().map(({ request: { body } }) => body as Readonly<Record<string, unknown>>)

function anthropic(url: string): AnthropicBedrock {
  return new AnthropicBedrock({ baseURL: url, awsRegion: region, apiKey: key, maxRetries: 0 })
}

function aws(url: string): BedrockRuntimeClient {
  const token = { token: { token: key }, authSchemePreference: ['httpBearerAuth'] }
  const sdk = new BedrockRuntimeClient({ endpoint: url, region, maxAttempts: 1, ...token })
  onTestFinished(() => sdk.destroy())
  return sdk
}

/** The receipt of a stream follows its body, where neither SDK shows it. */
async function trailerOf(url: string, body: string): Promise<string> {
  const path = `/model/${sonnet45}/invoke-with-response-stream`
  const sent = request(url + path, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
  })
  sent.end(body)
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  return String(answer.trailers['x-outcrop-receipt'])
}

describe.each(['whole', 'streamed'])('AnthropicBedrock, %s', (way) => {
  test('a flag that Bedrock refuses is left out, once learned at once, and its neighbour and its field stay', async () => {
    const local = await localGateway()
    const sdk = anthropic(local.url)
    const ask = (betas: string[]) => {
      const asked = { ...params, betas }
      return way === 'whole' ? sdk.beta.messages.create(asked) : sdk.beta.messages.stream(asked).finalMessage()
    }
    expect(await ask([strange, flag])).toMatchObject({ stop_reason: 'end_turn' })
    await ask([strange, flag])
    expect(bodies(local).map((body) => body['anthropic_beta'])).toEqual([[strange, flag], [flag], [flag]])
    for (const body of bodies(local)) expect(body).toMatchObject(fields)
  })

  test('half a pair is left out for whoever sends it, and for nobody else', async () => {
    const local = await localGateway()
    const sdk = anthropic(local.url)
    const ask = (more: { betas?: string[] }) => {
      const asked = { ...params, ...more }
      return way === 'whole' ? sdk.beta.messages.create(asked) : sdk.beta.messages.stream(asked).finalMessage()
    }
    await ask({})
    await ask({ betas: [flag] })
    const [refused, half, whole, ...others] = bodies(local)
    expect(refused).toMatchObject(fields)
    expect(half).not.toHaveProperty('context_management')
    expect(whole).toMatchObject({ ...fields, anthropic_beta: [flag] })
    expect(others).toEqual([])
  })
})

test('the receipt of InvokeModel says what was dropped, whole and streamed', async () => {
  const { url, post } = await localGateway()
  const body = bodyWith({ anthropic_beta: [strange] })
  const whole = await post(`/model/${sonnet45}/invoke`, body)
  expect(whole.status).toBe(200)
  const said = { dropped: [strange] }
  expect(JSON.parse(whole.headers.get('x-outcrop-receipt') ?? '')).toMatchObject(said)
  expect(JSON.parse(await trailerOf(url, body))).toMatchObject(said)
})

test('the AWS SDK: InvokeModel, its stream and Converse are answered without a flag that Bedrock refuses', async () => {
  const local = await localGateway()
  const sdk = aws(local.url)
  const body = bodyWith({ anthropic_beta: [strange, flag], ...fields })
  const input = { modelId: sonnet45, body, contentType: 'application/json' }
  const whole = await sdk.send(new InvokeModelCommand(input))
  expect(JSON.parse(new TextDecoder().decode(whole.body))).toMatchObject({ type: 'message' })
  const { body: chunks } = await sdk.send(new InvokeModelWithResponseStreamCommand(input))
  let count = 0
  for await (const { chunk } of chunks ?? []) count += chunk === undefined ? 0 : 1
  expect(count).toBeGreaterThan(4)
  const asked = {
    modelId: sonnet45,
    messages: [{ role: 'user' as const, content: [{ text: 'Say hi' }] }],
    additionalModelRequestFields: { anthropic_beta: [strange, flag], ...fields },
  }
  expect(await sdk.send(new ConverseCommand(asked))).toMatchObject({ stopReason: 'end_turn' })
  // Learned by the first of them, whatever the operation.
  expect(bodies(local).map((sent) => sent['anthropic_beta'])).toEqual([[strange, flag], [flag], [flag], [flag]])
})

test.each([
  ['no list', 'context-management-2025-06-27'],
  ['a list of something else', [5]],
])('flags that are %s are Bedrock’s to refuse', async (_, betas) => {
  const { post } = await localGateway()
  const answer = await post(`/model/${sonnet45}/invoke`, bodyWith({ anthropic_beta: betas }))
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('anthropic_beta')])
})
