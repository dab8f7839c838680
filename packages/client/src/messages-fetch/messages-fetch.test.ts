import { describe, expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import { deferred } from '../../testing/deferred.js'
import { ManualClock } from '../../testing/manual-clock.js'
import {
  beginStream,
  eventsOfText,
  frameOf,
  messageOf,
  sendError,
  sendJson,
  sendStream,
  startServer,
} from '../../testing/loopback.js'
import type { Answer } from '../../testing/loopback.js'
import { createMessagesFetch } from './create-messages-fetch.js'

const base = 'https://anywhere.example/base'
const body = (more: object = {}) =>
  JSON.stringify({ model: 'claude-haiku-4-5', max_tokens: 50, messages: [{ role: 'user', content: 'Hi' }], ...more })
const post = (more: object = {}, init: RequestInit = {}): RequestInit => ({
  method: 'POST',
  body: body(more),
  ...init,
})

async function serving(answer: Answer, pingMs?: number) {
  const server = await startServer(answer)
  const { client } = clientFor(server.url, { maxRetries: 0, maxQueueMs: 0 })
  const clock = new ManualClock()
  const fetch = createMessagesFetch(client, { clock, ...(pingMs !== undefined && { pingMs }) })
  return { server, client, clock, fetch, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const events = eventsOfText('one ', 'two')

test('a request goes out as Bedrock wants it, whatever its SDK adds', async () => {
  await using here = await serving((response) => sendJson(response, 200, messageOf('Hello')))
  const headers = {
    'anthropic-version': '2026-10-21',
    'anthropic-beta': 'advanced-tool-use-2025-11-20, structured-outputs-2025-11-13',
    'x-api-key': '-',
  }
  const answer = await here.fetch(
    `${base}/v1/messages?beta=true`,
    post({ metadata: { user_id: 'u' }, later: 1 }, { headers }),
  )
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual(messageOf('Hello'))
  const [request] = here.server.requests
  expect(JSON.parse(request!.body)).toEqual({
    messages: [{ role: 'user', content: 'Hi' }],
    max_tokens: 50,
    metadata: { user_id: 'u' },
    later: 1,
    anthropic_version: 'bedrock-2023-05-31',
    anthropic_beta: ['tool-search-tool-2025-10-19'],
  })
  expect(request!.headers).not.toHaveProperty('x-api-key')
})

test('a Request does as well as an address', async () => {
  await using here = await serving((response) => sendJson(response, 200, messageOf('Hello')))
  const answer = await here.fetch(new Request(`${base}/v1/messages`, post()))
  expect(answer.status).toBe(200)
})

test('a stream is text, and its last event has nothing of Bedrock’s own', async () => {
  await using here = await serving((response) => sendStream(response, events))
  const answer = await here.fetch(`${base}/v1/messages`, post({ stream: true }))
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(answer.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/)
  const text = await answer.text()
  expect(text.startsWith('event: message_start\ndata: {"type":"message_start"')).toBe(true)
  expect(text.endsWith('event: message_stop\ndata: {"type":"message_stop"}\n\n')).toBe(true)
})

test('the terminal event is held back until the stream has ended as it should', async () => {
  await using here = await serving((response) => {
    beginStream(response)
    for (const event of events) response.write(frameOf(event))
    response.end(new Uint8Array([0, 0, 0]))
  })
  const text = await (await here.fetch(`${base}/v1/messages`, post({ stream: true }))).text()
  expect(text).not.toContain('message_stop')
  expect(text).toContain('event: error\ndata: {"type":"error","error":{"type":"api_error"')
})

test('silence is broken by pings', async () => {
  const more = deferred()
  await using here = await serving(async (response) => {
    beginStream(response)
    response.write(frameOf(events[0]!))
    await more.promise
    for (const event of events.slice(1)) response.write(frameOf(event))
    response.end()
  }, 1234)
  const answer = await here.fetch(`${base}/v1/messages`, post({ stream: true }))
  const reading = answer.text()
  for (const _ of [1, 2]) {
    await here.clock.untilTimer(1234)
    here.clock.advance(1234)
  }
  await here.clock.untilTimer(1234)
  more.resolve()
  const text = await reading
  expect(text.match(/event: ping\ndata: {"type":"ping"}\n\n/g)).toHaveLength(2)
  expect(text).toContain('message_stop')
})

test('whoever stops reading ends the call', async () => {
  const gone = deferred()
  await using here = await serving((response) => {
    response.on('close', () => gone.resolve())
    beginStream(response)
    response.write(frameOf(events[0]!))
  })
  const answer = await here.fetch(`${base}/v1/messages`, post({ stream: true }))
  const reader = answer.body!.getReader()
  await reader.read()
  await reader.cancel()
  await expect(gone.promise).resolves.toBeUndefined()
})

test('an abort rejects with the reason of its signal, before and after the answer began', async () => {
  const begun = deferred()
  await using here = await serving((response, _request, index) => {
    begun.resolve()
    if (index === 0) return
    beginStream(response)
    response.write(frameOf(events[0]!))
  })
  const reason = new Error('enough')
  const early = new AbortController()
  const call = here.fetch(`${base}/v1/messages`, post({}, { signal: early.signal }))
  await begun.promise
  early.abort(reason)
  await expect(call).rejects.toBe(reason)
  const late = new AbortController()
  const answer = await here.fetch(`${base}/v1/messages`, post({ stream: true }, { signal: late.signal }))
  const reading = answer.text()
  late.abort(reason)
  await expect(reading).rejects.toBe(reason)
})

describe('an error', () => {
  test.each([
    [429, 'ThrottlingException', 'Too many tokens, please wait before trying again.', 429, 'rate_limit_error'],
    [400, 'ValidationException', 'max_tokens: Field required', 400, 'invalid_request_error'],
    [
      403,
      'ExpiredTokenException',
      'The security token included in the request is expired',
      503,
      'authentication_error',
    ],
    [503, 'ServiceUnavailableException', 'Bedrock is unable to process your request.', 503, 'overloaded_error'],
    [408, 'ModelTimeoutException', 'Model has timed out in processing the request.', 504, 'timeout_error'],
    [500, 'InternalServerException', 'The system encountered an unexpected error', 500, 'api_error'],
  ])('of status %i, %s, keeps its meaning and is not to be retried', async (...given) => {
    const [status, type, message, answered, kind] = given
    await using here = await serving((response) => sendError(response, { status, type, message }))
    for (const stream of [false, true]) {
      const answer = await here.fetch(`${base}/v1/messages`, post({ stream }))
      expect(answer.status).toBe(answered)
      expect(answer.headers.get('x-should-retry')).toBe('false')
      expect(answer.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(await answer.json()).toMatchObject({ type: 'error', error: { type: kind, remedy: expect.any(String) } })
    }
  })

  test.each([
    ['no JSON', { body: '{' }, '/v1/messages', 400, 'invalid_request_error'],
    ['a list', { body: '[]' }, '/v1/messages', 400, 'invalid_request_error'],
    ['no messages', { body: '{}' }, '/v1/messages', 400, 'invalid_request_error'],
    ['a model that is a number', { body: body({ model: 1 }) }, '/v1/messages', 400, 'invalid_request_error'],
    ['a model that nobody knows', { body: body({ model: 'x' }) }, '/v1/messages', 404, 'not_found_error'],
    ['another address', {}, '/v1/complete', 404, 'not_found_error'],
    ['batches', { body: body() }, '/v1/messages/batches', 404, 'not_found_error'],
  ] as const)('for %s is said without a call', async (_what, init, path, status, type) => {
    await using here = await serving((response) => sendJson(response, 200, messageOf('never')))
    const answer = await here.fetch(base + path, { method: 'POST', ...init })
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ error: { type } })
    expect(here.server.requests).toEqual([])
  })
})

describe('a count', () => {
  test('is an estimate, and marked as one, where Bedrock does not count', async () => {
    const error = { status: 400, type: 'ValidationException', message: "The provided model doesn't support counting" }
    await using here = await serving((response) => sendError(response, error))
    const answer = await here.fetch(`${base}/v1/messages/count_tokens`, post())
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-outcrop-estimated')).toBe('1')
    const { input_tokens: tokens } = (await answer.json()) as { input_tokens: number }
    expect(tokens).toBeGreaterThan(5)
  })

  test('that Bedrock made is not marked, and one that may not be made is an error', async () => {
    await using here = await serving((response) => sendJson(response, 200, { inputTokens: 9 }))
    const answer = await here.fetch(`${base}/v1/messages/count_tokens`, post())
    expect(answer.headers.get('x-outcrop-estimated')).toBe(null)
    expect(await answer.json()).toEqual({ input_tokens: 9 })
    const unknown = await here.fetch(`${base}/v1/messages/count_tokens`, post({ model: 'x' }))
    expect(unknown.status).toBe(404)
  })
})

describe('the list of models', () => {
  interface Page {
    readonly data: readonly { readonly id: string }[]
    readonly has_more: boolean
    readonly first_id: string
    readonly last_id: string
  }

  test('comes in pages of the size that is asked for, forwards and backwards, each model once', async () => {
    await using here = await serving((response) => sendJson(response, 200, messageOf('never')))
    const page = async (query: string) => (await (await here.fetch(`${base}/v1/models${query}`)).json()) as Page
    const whole = await page('')
    expect(whole.has_more).toBe(false)
    const ids = whole.data.map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(4)
    const seen: string[] = []
    let next = await page('?limit=2')
    for (; next.has_more; next = await page(`?limit=2&after_id=${next.last_id}`)) {
      expect(next.data).toHaveLength(2)
      seen.push(...next.data.map(({ id }) => id))
    }
    expect([...seen, ...next.data.map(({ id }) => id)]).toEqual(ids)
    const back = await page(`?limit=2&before_id=${ids[3]}`)
    expect(back).toMatchObject({ has_more: true, first_id: ids[1], last_id: ids[2] })
  })

  test.each(['limit=0', 'limit=1001', 'limit=x', 'after_id=nobody'])('cannot be asked for with %s', async (query) => {
    await using here = await serving((response) => sendJson(response, 200, messageOf('never')))
    const answer = await here.fetch(`${base}/v1/models?${query}`)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
  })
})
