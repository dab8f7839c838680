import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BedrockRuntimeClient, InvokeModelWithResponseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import type { Fault } from '@outcrop/emulator'
import { encodeChunk } from '@outcrop/wire/event-stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../../packages/client/testing/manual-clock.js'
import { opus48, profileArn, region, sonnet45 } from '../foreign/local-bedrock.js'
import { key, localGateway } from './local-gateway.js'

// What Claude Code's documentation asks of a gateway, as far as no other test here has it: paths, both credentials,
// betas and pairs, the wording of a budget and the counts stand in messages, bedrock, native-pairs and hostile.test.ts.
const model = 'claude-sonnet-4-5'
const messages = [{ role: 'user' as const, content: 'Write a median function in TypeScript' }]
const asked = { model, max_tokens: 100, messages }
const native = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 100, messages }

/** The events of an answer, as Anthropic's API writes them. */
function eventsIn(text: string): readonly Readonly<Record<string, unknown>>[] {
  return text
    .split('\n\n')
    .map((block) => /^event: (\S+)\ndata: (.*)$/s.exec(block))
    .flatMap((found) => {
      if (found === null) return []
      const event = JSON.parse(found[2] ?? '') as Readonly<Record<string, unknown>>
      expect(event['type']).toBe(found[1])
      return [event]
    })
}

/** Its attribution, and what it may think of tomorrow. */
const openHeaders = {
  'anthropic-version': '2026-10-21',
  'anthropic-workspace-id': 'w1',
  'anthropic-never-heard-of': '1',
  'user-agent': 'claude-cli/2.1.181 (external, cli)',
  'x-app': 'cli',
  'x-claude-code-session-id': 's1',
  'x-claude-code-agent-id': 'a1',
  'x-claude-code-parent-agent-id': 'a0',
  'x-claude-code-never-heard-of': '1',
  'x-stainless-retry-count': '0',
}

test.each([
  ['/v1/messages?beta=true', asked],
  ['/v1/messages/count_tokens?beta=true', { model, messages }],
  ['/anthropic/v1/messages?beta=true', asked],
  ['/anthropic/v1/messages/count_tokens?beta=true', { model, messages }],
  [`/model/${sonnet45}/invoke?beta=true`, native],
  [`/model/${encodeURIComponent(profileArn)}/invoke`, native],
  ['/v1/messages', { ...asked, model: profileArn }],
])('%s: the query matters to nobody, and a header that is new is passed over', async (path, body) => {
  const { post } = await localGateway()
  const answer = await post(path, body, openHeaders)
  expect([answer.status, await answer.json()]).toEqual([200, expect.any(Object)])
})

test.each(['/v1/models?limit=1000', '/inference-profiles?type=SYSTEM_DEFINED', '/api/hello'])(
  '%s, asked at every start, is answered at once: without a redirect, and without asking AWS',
  async (path) => {
    const { url, emulator } = await localGateway()
    for (const headers of [{ 'x-api-key': key }, { authorization: `Bearer ${key}` }] as Record<string, string>[]) {
      expect((await fetch(url + path, { method: 'HEAD', headers, redirect: 'error' })).status).toBe(200)
      const answer = await fetch(url + path, { headers, redirect: 'error' })
      expect(answer.status).toBe(200)
      await answer.arrayBuffer()
    }
    expect(emulator.requests()).toEqual([])
  },
)

test('discovery lists ids that it keeps, each with a name for people', async () => {
  const { url } = await localGateway()
  const answer = await fetch(`${url}/v1/models?limit=1000`, { headers: { 'x-api-key': key } })
  const { data } = (await answer.json()) as { data: { id: string; display_name: string }[] }
  expect(data.length).toBeGreaterThan(5)
  for (const { id, display_name } of data) {
    expect(id).toMatch(/claude|anthropic/)
    expect(display_name).toMatch(/^Claude /)
  }
})

test('an alias is taken for a current model: it may think as much as it likes', async () => {
  const { post } = await localGateway()
  const answer = await post('/v1/messages', { ...asked, model: 'sonnet', thinking: { type: 'adaptive' } })
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"stop_reason"')])
})

const tool = { name: 'weather', description: 'Weather', input_schema: { type: 'object', properties: {} } }
const effort = { output_config: { effort: 'high' } }

test.each([
  ['claude-opus-4-8', { tools: [{ ...tool, strict: true }] }, '', ['tools.*.strict']],
  ['claude-haiku-4-5', effort, 'effort-2025-11-24', ['effort-2025-11-24', 'output_config.effort']],
  ['claude-opus-4-5', effort, 'effort-2025-11-24', undefined],
  ['claude-sonnet-4-5', { tools: [{ ...tool, strict: true }] }, '', undefined],
])('%s: of %j with the flag "%s" what its rules refuse is left out: %j', async (name, more, flag, dropped) => {
  const { post, emulator } = await localGateway()
  for (const path of ['/v1/messages', `/model/${name}/invoke`]) {
    const isNative = path !== '/v1/messages'
    const body = isNative ? { ...native, ...(flag !== '' && { anthropic_beta: [flag] }) } : { ...asked, model: name }
    const headers = flag === '' || isNative ? {} : { 'anthropic-beta': flag }
    const answer = await post(path, { ...body, ...more }, headers)
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"stop_reason"')])
    const receipt = JSON.parse(answer.headers.get('x-outcrop-receipt') ?? '') as { dropped?: unknown }
    expect(receipt.dropped).toEqual(dropped)
  }
  const sent = emulator.requests()
  expect(sent).toHaveLength(2)
  for (const { request } of sent) expect(request.body).toMatchObject(dropped === undefined ? more : { max_tokens: 100 })
})

test('flags that stand for no field reach Bedrock', async () => {
  const { post, emulator } = await localGateway()
  const flags = ['context-1m-2025-08-07', 'interleaved-thinking-2025-05-14']
  expect((await post('/v1/messages', asked, { 'anthropic-beta': flags.join(', ') })).status).toBe(200)
  expect(emulator.requests()[0]?.request.body).toMatchObject({ anthropic_beta: flags })
})

const streams = [
  ['/v1/messages', { ...asked, stream: true }, 'text/event-stream; charset=utf-8'],
  [`/model/${sonnet45}/invoke-with-response-stream`, native, 'application/vnd.amazon.eventstream'],
] as const

describe.each(streams)('%s', (path, body, type) => {
  test('the first delta is forwarded while the model still writes', async () => {
    const { endpoint, finish } = await hesitantBedrock()
    const { post } = await localGateway({ client: { endpoint } })
    const answer = await post(path, body)
    expect(answer.headers.get('content-type')).toBe(type)
    const reader = answer.body!.getReader()
    let seen = ''
    const until = async (text: string) => {
      while (!seen.includes(text)) {
        const { done, value } = await reader.read()
        if (done) throw new Error(`it ended without ${text}`)
        seen += plain(value)
      }
    }
    await until('text_delta')
    expect(seen).not.toContain('message_delta')
    finish()
    await until('message_stop')
    await reader.cancel()
  })

  test('system blocks arrive as they were sent, byte for byte and in order', async () => {
    const { post, emulator } = await localGateway()
    const system = [
      { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.181; é\u{1f600}' },
      { type: 'text', text: 'You are Claude Code.', cache_control: { type: 'ephemeral', ttl: '1h' } },
    ]
    const answer = await post(path, { ...body, system })
    expect(answer.status).toBe(200)
    await answer.arrayBuffer()
    const sent = emulator.requests().at(-1)?.request.body as { system: unknown }
    expect(JSON.stringify(sent.system)).toBe(JSON.stringify(system))
  })
})

test('message_start tells what was read and written of the cache, for an hour too, and message_delta what was said', async () => {
  const { post } = await localGateway()
  const system = [{ type: 'text', text: 'Rules. '.repeat(3000), cache_control: { type: 'ephemeral', ttl: '1h' } }]
  const ask = async () => {
    const events = eventsIn(await (await post('/v1/messages', { ...asked, stream: true, system })).text())
    const order = events.map(({ type }) => type).filter((type) => type !== 'ping')
    expect(order).toEqual([
      'message_start',
      'content_block_start',
      ...order.filter((type) => type === 'content_block_delta'),
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    const [start = {}] = events
    const { usage } = start['message'] as { usage: object }
    const { usage: end, delta } = events.find((event) => event['type'] === 'message_delta') ?? {}
    expect(end).toMatchObject({ output_tokens: expect.any(Number) })
    expect(delta).toMatchObject({ stop_reason: expect.any(String) })
    return usage as Readonly<Record<string, unknown>>
  }
  const written = await ask()
  const tokens = written['cache_creation_input_tokens']
  expect(tokens).toBeGreaterThan(1000)
  expect(written).toMatchObject({
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_1h_input_tokens: tokens, ephemeral_5m_input_tokens: 0 },
  })
  expect(await ask()).toMatchObject({ cache_read_input_tokens: tokens, cache_creation_input_tokens: 0 })
})

test('a silence of two minutes is filled with pings, none later than the byte watchdog of any client', async () => {
  const clock = new ManualClock()
  const faults = [{ match: {}, kind: 'stall', atEvent: 3, ms: 3_600_000 }] as const
  const { post } = await localGateway({ gateway: { clock }, emulator: { faults } })
  const answer = await post('/v1/messages', { ...asked, stream: true })
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let seen = ''
  const pingsIn = (text: string) => eventsIn(text).filter(({ type }) => type === 'ping').length
  while (!seen.includes('message_start')) seen += (await reader.read()).value ?? ''
  for (let count = 1; count <= 8; count++) {
    await clock.untilTimer(15_000)
    clock.advance(15_000)
    while (pingsIn(seen) < count) seen += (await reader.read()).value ?? ''
  }
  expect(pingsIn(seen)).toBe(8)
  await reader.cancel()
})

test('on Bedrock’s own stream every error at every event is an exception, and nothing that broke off looks whole', async () => {
  const { url, emulator } = await localGateway({ client: { maxQueueMs: 0 } })
  const token = { token: { token: key }, authSchemePreference: ['httpBearerAuth'] }
  const sdk = new BedrockRuntimeClient({ endpoint: url, region, maxAttempts: 1, ...token })
  onTestFinished(() => sdk.destroy())
  const types = [
    'throttlingException',
    'modelStreamErrorException',
    'internalServerException',
    'serviceUnavailableException',
    'validationException',
    'modelTimeoutException',
  ]
  const kinds: readonly Fault[] = [
    ...types.map((type): Fault => ({ kind: 'exception', type, message: 'Something', atEvent: 0 })),
    { kind: 'eof', atEvent: 0 },
    { kind: 'cut', atEvent: 0, offset: 20 },
  ]
  for (const kind of kinds) {
    for (const atEvent of [0, 1, 2, 3, 4, 5]) {
      const fault = { ...kind, match: {}, atEvent }
      await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify([fault]) })
      let seen = ''
      const read = async () => {
        const command = new InvokeModelWithResponseStreamCommand({ modelId: sonnet45, body: JSON.stringify(native) })
        for await (const { chunk } of (await sdk.send(command)).body ?? [])
          seen += new TextDecoder().decode(chunk?.bytes)
      }
      await expect(read(), JSON.stringify(fault)).rejects.toMatchObject({ name: expect.stringMatching(/Exception$/) })
      expect(seen).not.toContain('message_stop')
    }
  }
})

test.each([
  [opus48, 1_000_000, /prompt is too long: \d+ tokens > 1000000 maximum/],
  [sonnet45, 200_000, /prompt is too long: Input is too long for requested model/],
])('%s: a prompt that is too long is said in the words on which the client compacts', async (name, window, words) => {
  const { post } = await localGateway()
  const long = [{ role: 'user', content: 'word '.repeat(window * 1.2) }]
  const answer = await post('/v1/messages', { ...asked, model: name, messages: long })
  const { error } = (await answer.json()) as { error: { type: string; message: string } }
  expect([answer.status, answer.headers.get('x-should-retry')]).toEqual([400, 'false'])
  expect(error).toMatchObject({ type: 'invalid_request_error', message: expect.stringMatching(words) })
})

test('a budget that is used up is said on Bedrock’s own routes too, and not to be tried again', async () => {
  const { post } = await localGateway({ client: { budget: { usd: 0.000_001, per: 'day' } } })
  const answer = await post(`/model/${sonnet45}/invoke-with-response-stream`, native)
  expect([answer.status, answer.headers.get('x-should-retry')]).toEqual([429, 'false'])
  expect(answer.headers.get('x-amzn-errortype')).toMatch(/^ThrottlingException:/)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
})

/** What of a piece of either format can be read: of the binary one the events in base64, too. */
function plain(piece: Uint8Array): string {
  const text = Buffer.from(piece).toString('latin1')
  const inside = [...text.matchAll(/"bytes":"([^"]+)"/g)].map(([, base64 = '']) => atob(base64))
  return text + inside.join('')
}

/** A Bedrock that says one word, and the rest only when it is told to. */
async function hesitantBedrock() {
  const chunk = (event: object) => encodeChunk(JSON.stringify(event), 'abc')
  const usage = { input_tokens: 5, output_tokens: 1 }
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model, content: [], stop_reason: null, usage }
  const first = [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'So' } },
  ]
  const rest = [
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 2 } },
    { type: 'message_stop' },
  ]
  let finish = () => {}
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream', 'x-amzn-requestid': 'r-1' })
    response.write(Buffer.concat(first.map(chunk)))
    finish = () => void response.end(Buffer.concat(rest.map(chunk)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, finish: () => finish() }
}
