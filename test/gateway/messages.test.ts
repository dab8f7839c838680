import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Anthropic from '@anthropic-ai/sdk'
import Anthropic0 from 'anthropic-sdk-0'
import { createAnthropic } from '@ai-sdk/anthropic'
import { ChatAnthropic } from '@langchain/anthropic'
import { generateText, streamText, tool } from 'ai'
import { z } from 'zod'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../packages/client/src/clock/index.js'
import { ManualClock } from '../../packages/client/testing/manual-clock.js'
import { key, localGateway } from './local-gateway.js'

// What the SDKs say of models on standard error is none of these tests' business.
const model = 'claude-haiku-4-5'
const turns = [{ role: 'user' as const, content: 'Write a median function in TypeScript' }]
const asked = { model, max_tokens: 300, messages: turns }
const weather = {
  name: 'weather',
  description: 'Weather of a city',
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] },
}

const lines = [
  ['1.x', Anthropic],
  ['0.x', Anthropic0 as unknown as typeof Anthropic],
] as const

describe.each(lines)('@anthropic-ai/sdk %s', (_, Sdk) => {
  const sdk = (url: string, options: object = {}) => new Sdk({ baseURL: url, apiKey: key, maxRetries: 0, ...options })

  test('whole and streamed are the same answer, with its usage', async () => {
    const { url } = await localGateway()
    const whole = await sdk(url).messages.create(asked)
    expect(whole).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' })
    const stream = sdk(url).messages.stream(asked)
    const events: string[] = []
    stream.on('streamEvent', ({ type }) => events.push(type))
    const final = await stream.finalMessage()
    expect(final.content).toEqual(whole.content)
    expect(final.usage).toMatchObject({
      input_tokens: whole.usage.input_tokens,
      output_tokens: whole.usage.output_tokens,
    })
    expect([events[0], events.at(-2), events.at(-1)]).toEqual(['message_start', 'message_delta', 'message_stop'])
  })

  test('a tool is called, and its result goes back', async () => {
    const { url } = await localGateway()
    const first = await sdk(url)
      .messages.stream({ ...asked, tools: [weather], tool_choice: { type: 'any' } })
      .finalMessage()
    expect(first.stop_reason).toBe('tool_use')
    const call = first.content.find((block) => block.type === 'tool_use')
    expect(call).toMatchObject({ name: 'weather', input: { city: expect.any(String) } })
    const back = { type: 'tool_result' as const, tool_use_id: call?.id ?? '', content: 'Rain' }
    const messages = [
      ...turns,
      { role: 'assistant' as const, content: first.content },
      { role: 'user' as const, content: [back] },
    ]
    const second = await sdk(url).messages.create({ ...asked, tools: [weather], messages })
    expect(second.stop_reason).toBe('end_turn')
  })

  test('it thinks aloud', async () => {
    const { url } = await localGateway()
    const thinking = { type: 'enabled' as const, budget_tokens: 1024 }
    const { content } = await sdk(url)
      .messages.stream({ ...asked, max_tokens: 2000, thinking })
      .finalMessage()
    expect(content[0]).toMatchObject({ type: 'thinking', signature: expect.stringMatching(/./) })
  })

  test('errors come as its own classes, and are not tried again', async () => {
    const { url, emulator } = await localGateway()
    const patient = sdk(url, { maxRetries: 3 })
    await expect(sdk(url, { apiKey: 'wrong' }).messages.create(asked)).rejects.toMatchObject({ status: 401 })
    await expect(patient.messages.create({ ...asked, model: 'claude-nothing' })).rejects.toMatchObject({ status: 404 })
    expect(emulator.requests()).toEqual([])
    const fault = {
      match: {},
      kind: 'http',
      status: 429,
      type: 'ThrottlingException',
      message: 'Too many tokens per day',
    }
    await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify([fault]) })
    await expect(patient.messages.create(asked)).rejects.toMatchObject({ status: 429 })
    await expect(patient.messages.stream(asked).finalMessage()).rejects.toMatchObject({ status: 429 })
    expect(emulator.requests()).toHaveLength(1)
  })

  test('who leaves ends the call, and what it used is in the ledger', async () => {
    const { url, entries, records } = await localGateway({
      emulator: { latency: { timeToFirstTokenMs: 1, tokensPerSecond: 30 } },
    })
    for await (const event of await sdk(url).messages.create({ ...asked, stream: true })) {
      if (event.type === 'content_block_delta') break
    }
    await expect.poll(() => records.length, { timeout: 10_000 }).toBe(1)
    expect(records[0]).toMatchObject({ left: true, error: 'aborted' })
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({ outcome: 'aborted', exact: false })
    expect(entries[0]?.nanoUsd).toBeGreaterThan(0)
  })

  test('models and counts', async () => {
    const { url } = await localGateway()
    const ids: string[] = []
    for await (const { id } of sdk(url).models.list({ limit: 1000 })) ids.push(id)
    expect(ids).toContain(model)
    expect((await sdk(url).models.retrieve('sonnet')).display_name).toMatch(/Sonnet/)
    expect((await sdk(url).messages.countTokens({ model, messages: turns })).input_tokens).toBeGreaterThan(5)
  })
})

test('the AI SDK: text, stream, tools', async () => {
  const { url } = await localGateway()
  const provider = createAnthropic({ baseURL: `${url}/v1`, apiKey: key })(model)
  const { text } = await generateText({ model: provider, prompt: 'Say hi', maxRetries: 0 })
  expect(text).not.toBe('')
  let streamed = ''
  for await (const piece of streamText({ model: provider, prompt: 'Say hi' }).textStream) streamed += piece
  expect(streamed).toBe(text)
  const inputSchema = z.object({ city: z.string() })
  const weatherTool = tool({ description: 'Weather', inputSchema, execute: ({ city }) => `Rain in ${city}` })
  const tools = { weather: weatherTool }
  const { toolCalls } = await generateText({ model: provider, prompt: 'Weather?', tools, toolChoice: 'required' })
  expect(toolCalls[0]).toMatchObject({ toolName: 'weather', input: { city: expect.any(String) } })
})

test('LangChain: text and stream', async () => {
  const { url } = await localGateway()
  const chat = new ChatAnthropic({ model, apiKey: key, anthropicApiUrl: url, maxRetries: 0, maxTokens: 200 })
  const whole = await chat.invoke('Say hi')
  let streamed = ''
  for await (const piece of await chat.stream('Say hi')) streamed += piece.text
  expect(whole.text).not.toBe('')
  expect(streamed).toBe(whole.text)
})

test('Claude Code’s path, headers and system blocks: query, both credentials, open lists, blocks byte for byte', async () => {
  const sent: string[] = []
  const upstream = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece))
    request.on('end', () => {
      sent.push(body)
      const refuses = body.includes('context_management')
      response.writeHead(400, { 'content-type': 'application/json', 'x-amzn-errortype': 'ValidationException' })
      response.end(JSON.stringify({ message: refuses ? 'context_management: Extra inputs are not permitted' : 'seen' }))
    })
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void upstream.close())
  const { port } = upstream.address() as AddressInfo
  const { post } = await localGateway({ client: { endpoint: `http://127.0.0.1:${port}` } })
  const system = [
    { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.181; \u00e9\u{1f600}' },
    { type: 'text', text: 'You are Claude Code.', cache_control: { type: 'ephemeral', ttl: '1h' } },
  ]
  const flags = ['claude-code-20250219', 'context-management-2025-06-27', 'never-heard-of-2030-01-01']
  const ask = () =>
    post(
      '/v1/messages?beta=true',
      { ...asked, system, context_management: { edits: [] } },
      {
        authorization: `Bearer ${key}`,
        'anthropic-version': '2099-01-01',
        'anthropic-beta': flags.join(','),
        'x-claude-code-session-id': 's1',
        'anthropic-something-new': '1',
      },
    )
  expect(await (await ask()).json()).toMatchObject({ error: { message: expect.stringContaining('seen') } })
  // The refused half of a pair took the other along, and the gateway remembers it.
  await ask()
  expect(sent).toHaveLength(3)
  const [first = '', second = '', third = ''] = sent
  expect(first).toContain('"anthropic_beta":["context-management-2025-06-27"]')
  expect(first).toContain('"context_management":{"edits":[]}')
  for (const body of [second, third]) expect(body).not.toMatch(/context_management|anthropic_beta/)
  for (const body of sent) expect(body).toContain(`"system":${JSON.stringify(system)}`)
})

test('what was dropped is said in the receipt', async () => {
  const { post } = await localGateway()
  const answer = await post('/v1/messages', asked, { 'anthropic-beta': 'never-heard-of-2030-01-01' })
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.headers.get('x-outcrop-receipt') ?? '')).toMatchObject({
    dropped: ['never-heard-of-2030-01-01'],
  })
  const streamed = await (await post('/v1/messages', { ...asked, stream: true })).text()
  expect(streamed).toMatch(/\n: x-outcrop-receipt \{"model":"claude-haiku-4-5"[^\n]*\}\n\nevent: message_stop\n/)
})

test('a stream says ping while it is silent, with a status of its own only until then', async () => {
  const clock = new ManualClock()
  const faults = [{ match: {}, kind: 'stall', atEvent: 2, ms: 3_600_000 }] as const
  const { post } = await localGateway({ gateway: { clock, pingMs: 15_000 }, emulator: { faults } })
  const answer = await post('/v1/messages', { ...asked, stream: true })
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let seen = ''
  const until = async (text: string) => {
    while (!seen.includes(text)) seen += (await reader.read()).value ?? ''
  }
  // The first events are here before the answer is whole: nothing is kept back.
  await until('event: message_start')
  await clock.untilTimer(15_000)
  clock.advance(15_000)
  await until('event: ping')
  seen = ''
  clock.advance(15_000)
  await until('event: ping')
  expect(seen).toContain('data: {"type":"ping"}')
  await reader.cancel()
})

test('a silence before the first event begins the answer', async () => {
  const clock = new ManualClock()
  const faults = [{ match: {}, kind: 'hang' }] as const
  const { post } = await localGateway({ gateway: { clock, pingMs: 15_000 }, emulator: { faults } })
  const pending = post('/v1/messages', { ...asked, stream: true })
  await clock.untilTimer(15_000)
  clock.advance(15_000)
  const answer = await pending
  expect(answer.status).toBe(200)
  const reader = answer.body!.getReader()
  await clock.untilTimer(15_000)
  clock.advance(15_000)
  expect(new TextDecoder().decode((await reader.read()).value)).toContain('event: ping')
  await reader.cancel()
})

test('every error at every event is an error event, and nothing that broke off looks whole', async () => {
  const types = [
    'throttlingException',
    'modelStreamErrorException',
    'internalServerException',
    'serviceUnavailableException',
  ]
  const { post, emulator } = await localGateway({ client: { maxQueueMs: 0 } })
  for (const type of [...types, 'validationException', 'modelTimeoutException']) {
    for (const atEvent of [0, 1, 2, 3, 4]) {
      const fault = { match: {}, kind: 'exception', atEvent, type, message: 'Something' }
      await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify([fault]) })
      const answer = await post('/v1/messages', { ...asked, stream: true })
      const text = await answer.text()
      // Before the first event it has a status of its own.
      const last = answer.status === 200 ? (/\nevent: error\ndata: ([^\n]*)\n\n$/.exec(`\n${text}`)?.[1] ?? '{}') : text
      expect(JSON.parse(last)).toMatchObject({ type: 'error', error: { message: expect.any(String) } })
      expect(text).not.toContain('message_stop')
    }
  }
})

test('a count that Bedrock does not make is estimated, and marked so', async () => {
  const { post, emulator } = await localGateway()
  const counted = await post('/v1/messages/count_tokens', { model, messages: turns })
  expect(counted.headers.has('x-outcrop-estimated')).toBe(false)
  const routed = await post('/v1/messages/count_tokens', { model: 'claude-opus-4-8', messages: turns })
  expect(routed.headers.has('x-outcrop-estimated')).toBe(false)
  const fault = { match: {}, kind: 'http', status: 403, type: 'AccessDeniedException', message: 'no' }
  await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify([fault]) })
  const estimated = await post('/v1/messages/count_tokens', { model: 'claude-opus-4-8', messages: turns })
  expect(estimated.status).toBe(200)
  expect(estimated.headers.get('x-outcrop-estimated')).toBe('1')
  expect(((await estimated.json()) as { input_tokens: number }).input_tokens).toBeGreaterThan(5)
})

test('an image counts as an image where a count is estimated, not as the text of its bytes', async () => {
  const { post, emulator } = await localGateway()
  const fault = { match: {}, kind: 'http', status: 403, type: 'AccessDeniedException', message: 'no' }
  await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify([fault]) })
  const data = Buffer.concat([pngHeader(200, 200), Buffer.alloc(300_000, 'x')]).toString('base64')
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data } }
  const messages = [{ role: 'user', content: [image, { type: 'text', text: 'What is it?' }] }]
  const answer = await post('/v1/messages/count_tokens', { model: 'claude-opus-4-8', messages })
  expect(answer.headers.get('x-outcrop-estimated')).toBe('1')
  expect(((await answer.json()) as { input_tokens: number }).input_tokens).toBeLessThan(2000)
})

/** How a PNG of so many pixels begins. */
function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.from('89504e470d0a1a0a0000000d4948445200000000000000000806000000', 'hex')
  header.writeUInt32BE(width, 16)
  header.writeUInt32BE(height, 20)
  return header
}

test('a call whose client has left may be read to its end, so that its bill is exact', async () => {
  const { url, entries, records } = await localGateway({ open: true, gateway: { onLeave: 'drain' } })
  const leaving = new AbortController()
  const body = JSON.stringify({ ...asked, stream: true })
  const answer = await fetch(`${url}/v1/messages`, { method: 'POST', body, signal: leaving.signal })
  await answer.body!.getReader().read()
  leaving.abort()
  await expect.poll(() => records.length, { timeout: 10_000 }).toBe(1)
  expect(entries).toMatchObject([{ outcome: 'ok', exact: true }])
})

test.each(['day', 'month'] as const)('a budget of the %s that is used up says when it begins anew', async (per) => {
  const now = () => Date.UTC(2026, 10, 27, 23, 59, 18)
  const clock = { ...systemClock, now }
  const { post } = await localGateway({ client: { budget: { usd: 0.000_001, per }, clock } })
  const answer = await post('/v1/messages', asked)
  expect([answer.status, await answer.json()]).toMatchObject([429, { error: { type: 'billing_error' } }])
  expect(answer.headers.get('x-should-retry')).toBe('false')
  const seconds = per === 'day' ? 42 : 42 + 3 * 86_400
  expect(answer.headers.get('retry-after')).toBe(String(seconds))
})

test('mantle’s address of the Messages API is the same, and its errors too', async () => {
  const { post } = await localGateway()
  expect(await (await post('/anthropic/v1/messages', asked)).json()).toMatchObject({ type: 'message' })
  const counted = await post('/anthropic/v1/messages/count_tokens', { model, messages: turns })
  expect(await counted.json()).toMatchObject({ input_tokens: expect.any(Number) })
  expect(await (await post('/anthropic/v1/nothing', {})).json()).toMatchObject({ type: 'error' })
})

test('a tool that Anthropic runs itself is left out once Bedrock has refused it, unless it is demanded', async () => {
  const { post, emulator } = await localGateway()
  const search = { type: 'web_search_20250305', name: 'web_search' }
  const ask = (more: object) => post('/v1/messages', { ...asked, tools: [search, weather], ...more })
  for (const calls of [2, 3]) {
    const answer = await ask({})
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-outcrop-receipt')).toContain('"dropped":["tools of type web_search_20250305"]')
    expect(emulator.requests()).toHaveLength(calls)
  }
  const demanded = await ask({ tool_choice: { type: 'tool', name: 'web_search' } })
  expect([demanded.status, await demanded.text()]).toEqual([400, expect.stringContaining('web_search_20250305')])
  expect((await ask({ tools: [search], tool_choice: { type: 'auto' } })).status).toBe(200)
})

test('a tool that wants a beta is refused without it, and taken with it by whoever comes next', async () => {
  const { post, emulator } = await localGateway()
  const computer = { type: 'computer_20250124', name: 'computer', display_width_px: 800, display_height_px: 600 }
  const ask = (type: string, headers = {}) =>
    post('/v1/messages', { ...asked, tools: [{ ...computer, type }, weather] }, headers)
  for (const type of ['computer_20250124', 'web_serach_20250305', 'custm']) {
    const refused = await ask(type)
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(type)])
  }
  const taken = await ask('computer_20250124', { 'anthropic-beta': 'computer-use-2025-01-24' })
  expect(taken.status).toBe(200)
  expect(taken.headers.get('x-outcrop-receipt')).not.toContain('dropped":["')
  expect(emulator.requests().at(-1)?.request.body).toMatchObject({ tools: [computer, weather] })
})
