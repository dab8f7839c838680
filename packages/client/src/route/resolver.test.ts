import { describe, expect, test } from 'vitest'
import { clientFor, exampleKey } from '../../testing/client.js'
import { messageOf, sendError, sendJson, startServer } from '../../testing/loopback.js'

const profile = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123'
const modelArn = (region: string) =>
  `arn:aws:bedrock:${region}::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0`
const day = 86_400_000

describe('resolve', () => {
  test('says what a name comes to, without a call', async () => {
    const { client } = clientFor('http://127.0.0.1:9')
    expect(await client.resolve('claude-sonnet-4-5')).toMatchObject({
      key: 'claude-sonnet-4-5',
      displayName: 'Claude Sonnet 4.5',
      calledId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      region: 'us-east-1',
      geography: 'us',
      priceKind: 'regional',
      entry: { contextWindow: 200_000 },
      notes: [],
    })
    expect((await client.resolve()).entry?.family).toBe('sonnet')
  })

  test('follows region, residency and pins', async () => {
    const { client } = clientFor('http://127.0.0.1:9', {
      region: 'eu-west-1',
      residency: 'global',
      pins: { sonnet: 'claude-sonnet-4-5' },
    })
    expect(await client.resolve('sonnet')).toMatchObject({
      calledId: 'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
      region: 'eu-west-1',
      geography: 'global',
      priceKind: 'global',
    })
  })

  test.each([
    ['claude-sonet-4-5', 'unknown_model', /claude-sonnet-4-5/],
    ['claude-3-5-haiku', 'model_end_of_life', /claude-haiku/],
  ])('refuses %s as %s, before anything is sent', async (name, code, remedy) => {
    const { client } = clientFor('http://127.0.0.1:9')
    const refusal = { code, name: 'RequestError', remedy: expect.stringMatching(remedy) as string }
    await expect(client.resolve(name)).rejects.toMatchObject(refusal)
    await expect(client.invoke({ model: name, prompt: 'x' })).rejects.toMatchObject({
      ...refusal,
      attempts: 0,
      history: [],
    })
  })

  test('passes on an id that the registry does not know, with a notice and without a price', async () => {
    await using server = await startServer((response) => {
      sendJson(response, 200, messageOf('ok'))
    })
    const { client } = clientFor(server.url)
    const reply = await client.invoke({ model: 'us.anthropic.claude-next-9', prompt: 'x' })
    expect(reply).toMatchObject({
      costUsd: undefined,
      model: { key: undefined, displayName: 'us.anthropic.claude-next-9' },
    })
    expect(client.notices).toEqual([expect.stringContaining('us.anthropic.claude-next-9')])
  })

  test('warns of a legacy model once, and refuses it once its time is over', async () => {
    const heard: string[] = []
    const { client, clock } = clientFor('http://127.0.0.1:9', { onNotice: (notice) => heard.push(notice) })
    await client.resolve('claude-opus-4-1')
    await client.resolve('claude-opus-4-1')
    clock.advance(day)
    await client.resolve('claude-opus-4-1')
    expect(heard).toHaveLength(1)
    clock.advance(60 * day)
    await expect(client.resolve('claude-opus-4-1')).rejects.toMatchObject({ code: 'model_end_of_life' })
  })
})

describe('an application profile', () => {
  const answering = (models: object[]) =>
    startServer((response, { method }) => {
      if (method === 'GET') sendJson(response, 200, { models })
      else sendJson(response, 200, messageOf('ok'))
    })

  test('is looked up once, and then known with rules and price', async () => {
    await using server = await answering([{ modelArn: modelArn('us-east-1') }, { modelArn: modelArn('us-west-2') }])
    const { client } = clientFor(server.url)
    const request = { model: profile, prompt: 'x' }
    expect(await client.invoke(request)).toMatchObject({
      model: { key: 'claude-sonnet-4-5', calledId: profile, geography: 'us' },
      costUsd: expect.any(Number) as number,
    })
    await client.invoke(request)
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET /inference-profiles/${encodeURIComponent(profile)}`,
      `POST /model/${encodeURIComponent(profile)}/invoke`,
      `POST /model/${encodeURIComponent(profile)}/invoke`,
    ])
    await expect(client.invoke({ ...request, temperature: 0.1, topP: 0.1 })).rejects.toMatchObject({
      code: 'invalid_request',
    })
  })

  test('that may not be looked up is called all the same, with a notice that names the action', async () => {
    await using server = await startServer((response, { method }) => {
      if (method !== 'GET') sendJson(response, 200, messageOf('ok'))
      else
        sendError(response, {
          status: 403,
          type: 'AccessDeniedException',
          message: 'User: a is not authorized to perform: bedrock:GetInferenceProfile',
        })
    })
    const { client } = clientFor(server.url)
    expect(await client.invoke({ model: profile, prompt: 'x' })).toMatchObject({ text: 'ok', costUsd: undefined })
    expect(client.notices).toEqual([expect.stringContaining('bedrock:GetInferenceProfile')])
  })

  test('that may not be looked up is not called where a residency was said', async () => {
    await using server = await startServer((response, { method }) => {
      if (method !== 'GET') sendJson(response, 200, messageOf('ok'))
      else sendError(response, { status: 403, type: 'AccessDeniedException', message: 'no' })
    })
    const { client } = clientFor(server.url, { residency: 'us' })
    await expect(client.invoke({ model: profile, prompt: 'x' })).rejects.toMatchObject({ code: 'profile_required' })
    expect(server.requests.map(({ method }) => method)).toEqual(['GET'])
  })

  test('that does not exist is an error', async () => {
    await using server = await startServer((response) => {
      sendError(response, { status: 404, type: 'ResourceNotFoundException', message: 'not found' })
    })
    const { client } = clientFor(server.url)
    await expect(client.invoke({ model: profile, prompt: 'x' })).rejects.toMatchObject({ code: 'model_not_found' })
  })

  test('is looked up with the attempts of a call', async () => {
    await using server = await startServer((response, { method }, index) => {
      if (index === 0) sendError(response, { status: 503, type: 'ServiceUnavailableException', message: 'busy' })
      else
        sendJson(response, 200, method === 'GET' ? { models: [{ modelArn: modelArn('us-east-1') }] } : messageOf('ok'))
    })
    const { client } = clientFor(server.url)
    expect((await client.resolve(profile)).key).toBe('claude-sonnet-4-5')
    expect(server.requests).toHaveLength(2)
  })

  test('of which nothing is said stays unknown', async () => {
    await using server = await answering([{}])
    const { client } = clientFor(server.url)
    expect(await client.resolve(profile)).toMatchObject({ key: undefined, entry: undefined, displayName: profile })
  })
})

describe('the control plane', () => {
  const base = { HOME: '/nowhere', AWS_REGION: 'us-east-1', ...exampleKey }

  test('is where it is said to be', async () => {
    await using control = await startServer((response) => {
      sendJson(response, 200, { models: [{ modelArn: modelArn('us-east-1') }] })
    })
    const { client } = clientFor('http://127.0.0.1:9', {
      environment: { ...base, AWS_ENDPOINT_URL_BEDROCK: `${control.url}/control` },
    })
    expect((await client.resolve(profile)).key).toBe('claude-sonnet-4-5')
    expect(control.requests[0]?.path).toMatch(/^\/control\/inference-profiles\//)
  })
})
