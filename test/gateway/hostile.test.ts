import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startGateway } from '@outcrop/gateway'
import { createClient } from '@outcrop/client'
import { ManualClock } from '../../packages/client/testing/manual-clock.js'
import { awsKey, key, localGateway } from './local-gateway.js'

/** Writes bytes as they are and gives all that comes back until the connection ends. */
function raw(url: string, text: string): Promise<string> {
  const { port, hostname } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let seen = ''
    socket.setEncoding('latin1').on('data', (piece) => (seen += piece))
    socket.on('close', () => resolve(seen))
    socket.on('error', reject)
  })
}

const body = JSON.stringify({ model: 'sonnet', max_tokens: 10, messages: [{ role: 'user', content: 'Hi' }] })
const head = (target: string, more = '') =>
  `POST ${target} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\nx-api-key: ${key}\r\n${more}content-length: ${body.length}\r\n\r\n${body}`

const paths = ['/v1/messages', '/api/generate', '/model/sonnet/invoke', '/model/sonnet/converse-stream', '/metrics']

test.each(paths)('%s wants the key, and compares all of it', async (path) => {
  const { url, emulator } = await localGateway()
  const method = path === '/metrics' ? 'GET' : 'POST'
  const wrong = [{}, { 'x-api-key': `${key}x` }, { 'x-api-key': key.slice(0, -1) }, { 'x-api-key': '' }]
  const others = [
    { authorization: 'Bearer nobody' },
    { authorization: key },
    { authorization: `Basic ${btoa(`a:${key}`)}` },
  ]
  for (const headers of [...wrong, ...others] as Record<string, string>[]) {
    const answer = await fetch(url + path, { method, headers, ...(method === 'POST' && { body }) })
    expect([401, 403]).toContain(answer.status)
    expect(await answer.text()).not.toContain(key)
  }
  expect(emulator.requests()).toEqual([])
})

test.each([
  { 'x-api-key': key },
  { authorization: `Bearer ${key}` },
  { 'x-api-key': 'else', authorization: `bearer ${key}` },
])('the key may come as %o', async (headers) => {
  const { url } = await localGateway()
  const answer = await fetch(`${url}/v1/models`, { headers: headers as Record<string, string> })
  expect(answer.status).toBe(200)
})

test('without a key only this machine is served: no other address, no page of another origin, no other name', async () => {
  const { url } = await localGateway({ open: true })
  expect((await fetch(`${url}/v1/models`)).status).toBe(200)
  const asked = (more: string) => raw(url, `GET /v1/models HTTP/1.1\r\nconnection: close\r\n${more}\r\n\r\n`)
  expect(await asked('host: 127.0.0.1\r\norigin: https://evil.example')).toMatch(/^HTTP\/1.1 403 /)
  expect(await asked('host: evil.example')).toMatch(/^HTTP\/1.1 403 /)
  expect(await asked('host: 127.0.0.1.evil.example')).toMatch(/^HTTP\/1.1 403 /)
  expect(await asked('host: localhost:4590\r\norigin: http://localhost:3000')).toMatch(/^HTTP\/1.1 200 /)
  const client = createClient({ environment: { ...awsKey, AWS_REGION: 'us-east-1' } })
  for (const host of ['0.0.0.0', '::', '192.0.2.1']) {
    await expect(startGateway({ client, host, port: 0 })).rejects.toMatchObject({ code: 'loopback_only' })
  }
  await expect(startGateway({ client, port: 0, key: 'short' })).rejects.toMatchObject({ code: 'key_unfit' })
})

test('a body that is too long is refused, announced or not', async () => {
  const { url, emulator } = await localGateway({ gateway: { maxBodyBytes: 1000 } })
  const send = (text: string | ReadableStream) =>
    fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': key },
      body: text,
      duplex: 'half',
    } as RequestInit)
  const announced = await send(JSON.stringify({ messages: 'x'.repeat(1000) }))
  expect([announced.status, await announced.json()]).toMatchObject([413, { error: { type: 'request_too_large' } }])
  const chunked =
    `POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: ${key}\r\ntransfer-encoding: chunked\r\n\r\n` +
    `258\r\n${'x'.repeat(600)}\r\n258\r\n${'x'.repeat(600)}\r\n`
  expect(await raw(url, chunked)).toMatch(/^HTTP\/1.1 413 [^]*request_too_large/)
  expect(emulator.requests()).toEqual([])
})

test('a body that stops coming is not waited for', async () => {
  const clock = new ManualClock()
  const { url } = await localGateway({ gateway: { clock, bodyIdleMs: 4321 } })
  const answer = raw(
    url,
    `POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: ${key}\r\ncontent-length: 100\r\n\r\n{"mod`,
  )
  await clock.untilTimer(4321)
  clock.advance(4321)
  expect(await answer).toMatch(/^HTTP\/1.1 408 [^]*connection: close[^]*timeout_error/i)
})

test.each([
  ['headers without end', `GET / HTTP/1.1\r\nx-flood: ${'x'.repeat(70_000)}\r\n\r\n`, 431],
  ['many headers', `GET / HTTP/1.1\r\n${'x-flood: 12345678901234567890\r\n'.repeat(4000)}\r\n`, 431],
  ['what is no HTTP', 'HELLO THERE\r\n\r\n', 400],
  ['a line end in a header', head('/v1/messages', 'x-request-id: a\rb\r\n'), 400],
  ['two lengths', head('/v1/messages', 'content-length: 3\r\n'), 400],
  ['length and chunks', head('/v1/messages', 'transfer-encoding: chunked\r\n'), 400],
  ['dots', head('/v1/../v1/messages'), 404],
  ['encoded dots', head('/v1/%2e%2e/v1/messages'), 404],
  ['doubled slashes', head('//v1/messages'), 404],
  ['another host as target', head('http://evil.example/v1/messages'), 404],
  ['an encoded slash', head('/v1%2fmessages'), 404],
  ['broken encoding', head('/model/%zz/invoke'), 404],
  ['a null byte', head('/model/%00/invoke'), 404],
  ['the method of something else', head('/v1/messages').replace('POST', 'PUT'), 405],
  ['no method', head('/v1/messages').replace('POST', 'TRACE'), 405],
])('%s: nothing is called, and nothing told', async (_, text, status) => {
  const { url, emulator } = await localGateway()
  const answer = await raw(url, text)
  expect(Number(answer.slice(9, 12))).toBe(status)
  expect(answer).not.toMatch(/AKIA|wJalr|gateway-key|node:|\/packages\//)
  expect(emulator.requests()).toEqual([])
})

test.each([
  'http://169.254.169.254/latest',
  '..%2F..%2Fadmin',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0@evil.example',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0/../../secrets',
  'arn:aws:bedrock:evil.example/x:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'arn:aws:s3:::bucket/anthropic.claude',
  'arn:aws:bedrock:evil-1.example.com#:123456789012:inference-profile/x',
  'sonnet\r\nx-injected: 1',
  '__proto__',
])('the name of a model leads nowhere else: %s', async (name) => {
  const { url, emulator, post } = await localGateway()
  const answers = [
    await post('/v1/messages', { model: name, max_tokens: 10, messages: [{ role: 'user', content: 'Hi' }] }),
    await post(`/model/${encodeURIComponent(name)}/invoke`, {
      max_tokens: 10,
      messages: [{ role: 'user', content: 'Hi' }],
    }),
    await fetch(`${url}/v1/models/${encodeURIComponent(name)}`, { headers: { 'x-api-key': key } }),
  ]
  for (const answer of answers) {
    expect([400, 404]).toContain(answer.status)
    expect(answer.headers.has('x-injected')).toBe(false)
  }
  // What looks like an id of Bedrock's may be asked of Bedrock, where it is refused: there and nowhere else.
  for (const { status } of emulator.requests()) expect([400, 404]).toContain(status)
})

test('invalid JSON and other nonsense get a typed error of the protocol that was spoken', async () => {
  const { post } = await localGateway()
  for (const text of ['', '{', 'null', '[]', '"x"', '{"messages": 5}', '\ud800']) {
    const spoken = await post('/v1/messages', text)
    expect([spoken.status, await spoken.json()]).toMatchObject([
      400,
      { type: 'error', error: { type: 'invalid_request_error' } },
    ])
    const native = await post('/model/sonnet/invoke', text)
    expect([native.status, native.headers.get('x-amzn-errortype')]).toEqual([
      400,
      expect.stringMatching(/^ValidationException:/),
    ])
  }
})

const injected = 'a\r\nx-injected: 1\r\n\r\nPOST / HTTP/1.1'
const converse = (more: object) => ({ messages: [{ role: 'user', content: [{ text: 'Hi' }] }], ...more })
const invoke = (more: object) => ({ max_tokens: 10, messages: [{ role: 'user', content: 'Hi' }], ...more })

test.each([
  ['a guardrail', 'sonnet/converse', converse({ guardrailConfig: { guardrailIdentifier: injected } }), {}],
  [
    'its version',
    'sonnet/converse',
    converse({ guardrailConfig: { guardrailIdentifier: 'a', guardrailVersion: injected } }),
    {},
  ],
  ['a trace', 'sonnet/converse', converse({ guardrailConfig: { guardrailIdentifier: 'a', trace: injected } }), {}],
  ['a service tier', 'sonnet/converse', converse({ serviceTier: { type: injected } }), {}],
  ['a beta flag on mantle', 'sonnet/invoke', invoke({ anthropic_beta: [injected] }), {}],
  ['a header that is passed on', 'sonnet/invoke', invoke({}), { 'x-amzn-bedrock-trace': '\u00e9\u0085' }],
])('what becomes a header of the call to Bedrock cannot end it: %s', async (name, path, sent, headers) => {
  const client = name.endsWith('mantle') ? { surface: 'messages' as const } : {}
  const { post, emulator } = await localGateway({ client })
  const answer = await post(`/model/${path}`, sent, headers)
  expect([answer.status, answer.headers.has('x-injected')]).toEqual([400, false])
  expect(emulator.requests().filter(({ operation }) => operation === 'unknown')).toEqual([])
})

test('a name that a caller gives its request is sent back only if it is one', async () => {
  const { url } = await localGateway()
  for (const id of ['a b', 'x'.repeat(129), '"', '<script>', 'r\u00e9']) {
    const answer = await fetch(`${url}/health/live`, { headers: { 'x-request-id': id } })
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w.:-]{1,128}$/)
    expect(answer.headers.get('x-request-id')).not.toBe(id)
  }
})

test('over HTTP/2 a flood of headers ends one stream at most, and the gateway serves on', async () => {
  const { url, emulator, post } = await localGateway()
  const session = connectHttp2(url)
  session.on('error', () => {})
  const flood = Object.fromEntries(Array.from({ length: 4000 }, (_, at) => [`x-flood-${at}`, '12345678901234567890']))
  const stream = session.request({ ':method': 'POST', ':path': '/v1/messages', 'x-api-key': key, ...flood })
  let status: unknown
  stream.on('response', (headers) => (status = headers[':status']))
  stream.on('error', () => {})
  stream.end(body)
  stream.resume()
  await new Promise((resolve) => stream.on('close', resolve))
  session.destroy()
  expect([undefined, 431]).toContain(status)
  expect(emulator.requests()).toEqual([])
  expect((await post('/v1/messages', body)).status).toBe(200)
})

test.each(['/api/generate', '/v1/messages/count_tokens', '/model/sonnet/converse', '/model/sonnet/count-tokens'])(
  '%s: what is no JSON, or no request, is the caller’s fault, and nothing is called',
  async (path) => {
    const { post, emulator } = await localGateway()
    const deep = '['.repeat(100_000)
    for (const text of ['', '{', 'null', '[]', '"x"', '{"messages": 5, "input": 5}', deep, '\u0000']) {
      const answer = await post(path, text)
      expect([text.slice(0, 30), answer.status]).toEqual([text.slice(0, 30), 400])
      expect(await answer.text()).not.toMatch(/node:|\/packages\/|at \w+ \(/)
    }
    expect(emulator.requests()).toEqual([])
  },
)

test('no answer tells a key, not even of a call that AWS refuses', async () => {
  const environment = { ...awsKey, HOME: '/nowhere', AWS_REGION: 'us-east-1', AWS_SECRET_ACCESS_KEY: 'wJalrNot' }
  const { post, records } = await localGateway({ client: { environment } })
  for (const path of ['/v1/messages', '/model/sonnet/invoke', '/model/sonnet/invoke-with-response-stream']) {
    const answer = await post(path, body)
    expect(answer.ok).toBe(false)
    const told = JSON.stringify([...answer.headers]) + (await answer.text())
    expect(told).not.toMatch(/gateway-key|wJalr|AKIA/)
  }
  expect(JSON.stringify(records)).not.toMatch(/gateway-key|wJalr|AKIA/)
})

test('neither keys nor prompts are in the log', async () => {
  const { post, records } = await localGateway()
  await post(`/v1/messages?token=${key}`, body)
  await post('/v1/nothing%0d%0a', body)
  expect(records).toHaveLength(2)
  expect(JSON.stringify(records)).not.toMatch(/gateway-key|AKIA|wJalr|"Hi"|\\r|token/)
})
