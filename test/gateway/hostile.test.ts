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

test('neither keys nor prompts are in the log', async () => {
  const { post, records } = await localGateway()
  await post(`/v1/messages?token=${key}`, body)
  await post('/v1/nothing%0d%0a', body)
  expect(records).toHaveLength(2)
  expect(JSON.stringify(records)).not.toMatch(/gateway-key|AKIA|wJalr|"Hi"|\\r|token/)
})
