import { expect, test } from 'vitest'
import { key, localGateway } from './local-gateway.js'

const prompt = 'Write a median function'

test('a prompt goes in, a text with its usage and price comes out, and a receipt says how', async () => {
  const { post, entries, records } = await localGateway()
  const answer = await post('/api/generate', { prompt, model: 'claude-sonnet-4-5', maxTokens: 200 })
  expect(answer.status).toBe(200)
  const body = (await answer.json()) as Record<string, unknown>
  expect(body).toMatchObject({ model: 'claude-sonnet-4-5', stopReason: 'end_turn', attempts: 1, emulated: true })
  expect(body['text']).not.toBe('')
  expect(body['costUsd']).toBe((entries[0]?.nanoUsd ?? 0) / 1e9)
  expect(JSON.parse(answer.headers.get('x-outcrop-receipt') ?? '')).toMatchObject({
    model: 'claude-sonnet-4-5',
    region: 'us-east-1',
    attempts: 1,
    waitedMs: 0,
    costUsd: body['costUsd'],
    emulated: true,
  })
  expect(records).toHaveLength(1)
  expect(records[0]).toMatchObject({ method: 'POST', path: '/api/generate', status: 200, model: 'claude-sonnet-4-5' })
  expect(answer.headers.get('x-request-id')).toBe(records[0]?.id)
  expect(JSON.stringify(records)).not.toContain(prompt)
})

test('the same as a stream: pieces of text, then all the rest', async () => {
  const { post } = await localGateway()
  const answer = await post('/api/generate', { prompt, stream: true }, { 'x-request-id': 'mine-1' })
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(answer.headers.get('x-request-id')).toBe('mine-1')
  const events = (await answer.text()).trim().split('\n\n')
  expect(events.slice(0, -1).every((event) => event.startsWith('event: text\ndata: {"text":'))).toBe(true)
  expect(events.at(-1)).toMatch(/^event: done\ndata: \{"usage":.*"costUsd":/)
})

test.each([
  ['no prompt', { model: 'sonnet' }, 400, 'invalid_request'],
  ['an empty prompt', { prompt: ' ' }, 400, 'invalid_request'],
  ['a misspelt member', { prompt, max_tokens: 5 }, 400, 'invalid_request'],
  ['a template that is not there', { prompt, template: 'nothing' }, 400, 'invalid_request'],
  ['a model that is not there', { prompt, model: 'claude-nothing' }, 404, 'unknown_model'],
  ['a body that is no object', '[]', 400, 'invalid_request'],
  ['a body that is no JSON', '{"prompt', 400, 'invalid_request'],
])('%s is refused in words', async (_, body, status, code) => {
  const { post, emulator } = await localGateway()
  const answer = await post('/api/generate', body)
  expect([answer.status, await answer.json()]).toMatchObject([status, { error: { code, remedy: /\w/ } }])
  expect(emulator.requests()).toEqual([])
})

test('an error of Bedrock is told with its code and remedy, whole and streamed', async () => {
  const faults = [{ match: {}, kind: 'http', status: 403, type: 'AccessDeniedException', message: 'no' }] as const
  const { post } = await localGateway({ emulator: { faults } })
  for (const stream of [false, true]) {
    const answer = await post('/api/generate', { prompt, stream })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ error: { code: 'access_denied' } })
    expect(answer.headers.get('x-should-retry')).toBe('false')
  }
})

test('the 101st request in a minute is refused with the time to wait', async () => {
  const { url } = await localGateway()
  const ask = () =>
    fetch(`${url}/api/generate`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: '{}' })
  // Also those that are refused count: who sends nonsense must not do so for free.
  const answers = []
  for (let count = 1; count <= 101; count++) answers.push(await ask())
  expect(answers.slice(0, 100).map(({ status }) => status)).toEqual(Array(100).fill(400))
  const last = answers[100]
  expect(last?.status).toBe(429)
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await last?.json()).toMatchObject({ error: { code: 'rate_limited' } })
})
