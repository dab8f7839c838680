import { describe, expect, test } from 'vitest'
import { clientFor } from '../testing/client.js'
import { deferred } from '../testing/deferred.js'
import { eventsOfText, messageOf, requestId, sendJson, sendStream, startServer } from '../testing/loopback.js'
import { createClient, isOutcropError } from './index.js'

describe('invoke', () => {
  test('asks for a short answer in one piece, and says all about it', async () => {
    await using server = await startServer((response) => {
      sendJson(response, 200, messageOf('const a = 1'), { 'x-outcrop-emulator': '1' })
    })
    const { client, clock } = clientFor(server.url)
    const pending = client.invoke({ model: 'claude-sonnet-4-5', prompt: 'Write it', maxTokens: 100 })
    const reply = await pending
    expect(reply).toMatchObject({
      text: 'const a = 1',
      usage: { inputTokens: 11, outputTokens: 7, cacheReadInputTokens: 5, cacheWriteInputTokens: 3 },
      stopReason: 'end_turn',
      model: {
        key: 'claude-sonnet-4-5',
        displayName: 'Claude Sonnet 4.5',
        calledId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
        region: 'us-east-1',
        geography: 'us',
      },
      requestId,
      attempts: 1,
      latencyMs: 0,
      emulated: true,
    })
    // 11 × 3.3 + 7 × 16.5 + 5 × 0.33 + 3 × 4.125 dollars per million tokens
    expect(reply.costUsd).toBeCloseTo((11 * 3.3 + 7 * 16.5 + 5 * 0.33 + 3 * 4.125) / 1e6, 12)
    const place = { region: 'us-east-1', surface: 'invoke', endpoint: server.url }
    expect(reply.model).toMatchObject(place)
    expect(reply.history).toEqual([
      {
        number: 1,
        outcome: 'ok',
        startedAt: clock.now(),
        durationMs: 0,
        waitedMs: 0,
        status: 200,
        requestId,
        ...place,
      },
    ])
    const [sent] = server.requests
    expect(sent).toMatchObject({
      method: 'POST',
      path: '/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke',
    })
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'Write it' }],
    })
    await client.close()
  })

  test('streams underneath where the answer may be long', async () => {
    await using server = await startServer((response) => {
      sendStream(response, eventsOfText('one ', 'two'))
    })
    const { client } = clientFor(server.url)
    const reply = await client.invoke({ model: 'claude-sonnet-4-5', prompt: 'Write it', maxTokens: 8193 })
    expect(reply).toMatchObject({ text: 'one two', usage: { outputTokens: 7 }, emulated: false })
    expect(server.requests[0]?.path).toMatch(/\/invoke-with-response-stream$/)
  })

  test('sends every option of Bedrock as the header that it is', async () => {
    await using server = await startServer((response) => {
      sendJson(response, 200, messageOf('ok'), { 'x-amzn-bedrock-service-tier': 'priority' })
    })
    const { client } = clientFor(server.url)
    const reply = await client.invoke(
      {
        model: 'claude-sonnet-4-5',
        prompt: 'x',
        guardrail: { identifier: 'gr-1', version: '2' },
        trace: 'enabled_full',
        serviceTier: 'priority',
        requestMetadata: { team: 'core' },
      },
      { headers: { 'X-Trace-Id': 't-1' } },
    )
    expect(server.requests[0]?.headers).toMatchObject({
      'x-amzn-bedrock-guardrailidentifier': 'gr-1',
      'x-amzn-bedrock-guardrailversion': '2',
      'x-amzn-bedrock-trace': 'ENABLED_FULL',
      'x-amzn-bedrock-service-tier': 'priority',
      'x-amzn-bedrock-request-metadata': '{"team":"core"}',
      'x-trace-id': 't-1',
    })
    expect(server.requests[0]?.headers.authorization).toContain('x-amzn-bedrock-request-metadata')
    // Only the standard tier has a published price.
    expect(reply.costUsd).toBeUndefined()
  })

  test.each([
    [{ prompt: '' }, 'prompt is empty'],
    [{ prompt: ' \n' }, 'prompt is empty'],
    [{}, 'neither a prompt nor a message'],
    [{ prompt: 'x', requestMetadata: { a: 'b'.repeat(257) } }, 'requestMetadata'],
  ])('refuses %j before anything is sent', async (request, message) => {
    await using server = await startServer((response) => {
      sendJson(response, 200, messageOf('ok'))
    })
    const { client } = clientFor(server.url)
    await expect(client.invoke({ model: 'claude-sonnet-4-5', ...request })).rejects.toMatchObject({
      code: 'invalid_request',
      attempts: 0,
      message: expect.stringContaining(message) as string,
    })
    expect(server.requests).toHaveLength(0)
  })

  test('is refused once the client is closed', async () => {
    const { client } = clientFor('http://127.0.0.1:9')
    await client.close()
    await client[Symbol.asyncDispose]()
    await expect(client.invoke({ prompt: 'x' })).rejects.toMatchObject({ code: 'invalid_request' })
  })

  test('under way is finished before the client closes', async () => {
    const held = deferred()
    await using server = await startServer(async (response) => {
      await held.promise
      sendJson(response, 200, messageOf('late'))
    })
    const { client } = clientFor(server.url)
    const reply = client.invoke({ model: 'claude-sonnet-4-5', prompt: 'x' })
    const closed = client.close()
    held.resolve()
    await closed
    expect((await reply).text).toBe('late')
  })
})

describe('messages', () => {
  const params = {
    model: 'claude-sonnet-4-5',
    max_tokens: 50,
    system: 'Be brief',
    messages: [{ role: 'user' as const, content: 'x' }],
    betas: ['computer-use-2025-11-24'],
  }

  test('take and give the shapes of Anthropic', async () => {
    await using server = await startServer((response) => {
      sendJson(response, 200, messageOf('ok'))
    })
    const { client } = clientFor(server.url)
    expect(await client.messages.create(params)).toEqual(messageOf('ok'))
    const { model: _, betas, ...rest } = params
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      ...rest,
      anthropic_beta: betas,
      anthropic_version: 'bedrock-2023-05-31',
    })
  })

  test('stream, as a promise or without one', async () => {
    const events = eventsOfText('a', 'b')
    await using server = await startServer((response) => {
      sendStream(response, events)
    })
    const { client } = clientFor(server.url)
    const seen: object[] = []
    for await (const event of await client.messages.create({ ...params, stream: true })) seen.push(event)
    expect(seen).toEqual(events)
    expect(await client.messages.stream(params).finalText()).toBe('ab')
    expect(JSON.parse(server.requests[0]?.body ?? '')).not.toHaveProperty('stream')
  })

  test('without a turn are refused', async () => {
    const { client } = clientFor('http://127.0.0.1:9')
    await expect(client.messages.create({ ...params, messages: [] })).rejects.toMatchObject({ code: 'invalid_request' })
    await expect(client.messages.stream({ ...params, messages: [] }).reply()).rejects.toMatchObject({
      code: 'invalid_request',
    })
  })
})

describe('a client', () => {
  test('says aloud that it assumes a region', () => {
    const heard: string[] = []
    const environment = { HOME: '/nowhere' }
    const client = createClient({ environment, onNotice: (notice) => heard.push(notice) })
    expect(client.region).toBe('us-east-1')
    expect(heard).toEqual([expect.stringContaining('us-east-1 is called')])
    expect(client.notices).toEqual(heard)
    expect(createClient({ environment: { ...environment, AWS_REGION: 'eu-west-1' } }).notices).toEqual([])
  })

  test.each([
    [{ maxRetries: -1 }, 'maxRetries'],
    [{ region: 'http://evil.example' }, 'region'],
    [{ endpoint: 'localhost:8080' }, 'endpoint'],
    [{ environment: { BEDROCK_TIMEOUT_MS: 'soon' } }, 'BEDROCK_TIMEOUT_MS'],
    [{ environment: { OUTCROP_MODELS: '/nowhere/models.json' } }, '/nowhere/models.json'],
    [{ models: { modelRegistry: { 'claude-sonnet-4-5': { contextWindow: -1 } } } }, 'overlay'],
  ])('refuses %j and names it', (options, name) => {
    let caught: unknown
    try {
      createClient(options)
    } catch (error) {
      caught = error
    }
    expect(isOutcropError(caught) && caught).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(name) as string,
    })
  })

  test('calls the models of an overlay, and pinned names', async () => {
    await using server = await startServer((response) => {
      sendJson(response, 200, messageOf('ok'))
    })
    const models = { modelRegistry: { 'claude-sonnet-4-5': { displayName: 'Ours' } } }
    const { client } = clientFor(server.url, { models, pins: { sonnet: 'claude-sonnet-4-5' } })
    expect((await client.invoke({ prompt: 'x' })).model.displayName).toBe('Ours')
  })

  test('keeps one connection for many calls', async () => {
    const ports = new Set<number | undefined>()
    await using server = await startServer((response) => {
      ports.add(response.socket?.remotePort)
      sendJson(response, 200, messageOf('ok'))
    })
    const { client } = clientFor(server.url)
    for (let call = 0; call < 5; call++) await client.invoke({ model: 'claude-sonnet-4-5', prompt: 'x' })
    expect(ports.size).toBe(1)
  })
})

test.each([10, 20_000])('a prompt of %i characters beyond ASCII arrives as it is, long or short', async (length) => {
  await using server = await startServer((response) => {
    sendJson(response, 200, messageOf('ok'))
  })
  const { client } = clientFor(server.url)
  const prompt = 'ä😀'.repeat(length)
  await client.invoke({ model: 'claude-sonnet-4-5', prompt })
  expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ messages: [{ content: prompt }] })
  expect(server.requests[0]?.headers['content-length']).toBe(String(Buffer.byteLength(server.requests[0]?.body ?? '')))
})
