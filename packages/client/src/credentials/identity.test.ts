import { describe, expect, test } from 'vitest'
import { clientFor, exampleKey } from '../../testing/client.js'
import { messageOf, sendError, sendJson, startServer } from '../../testing/loopback.js'
import type { AwsCredentials } from '../index.js'

const request = { model: 'claude-sonnet-4-5', prompt: 'x', maxTokens: 10 }
const home = { HOME: '/nowhere', AWS_REGION: 'us-east-1' }
const given: AwsCredentials = { accessKeyId: 'AKIDGIVEN', secretAccessKey: 'given-secret-key' }
const token = 'ABSKexample-token-of-a-test'

const answering = () =>
  startServer((response) => {
    sendJson(response, 200, messageOf('ok'))
  })

describe('who calls', () => {
  test.each([
    ['keys of the environment', { environment: { ...home, ...exampleKey } }, 'Credential=AKIAIOSFODNN7EXAMPLE/'],
    [
      'keys of the options before those',
      { environment: { ...home, ...exampleKey }, credentials: given },
      'Credential=AKIDGIVEN/',
    ],
    ['a provider', { environment: home, credentials: () => Promise.resolve(given) }, 'Credential=AKIDGIVEN/'],
    [
      'a bearer token of the environment before all keys',
      { environment: { ...home, ...exampleKey, AWS_BEARER_TOKEN_BEDROCK: token }, credentials: given },
      `Bearer ${token}`,
    ],
    [
      'a bearer token of the options before that',
      { environment: { ...home, AWS_BEARER_TOKEN_BEDROCK: 'other-token-of-a-test' }, bearerToken: token },
      `Bearer ${token}`,
    ],
  ])('is proven by %s', async (_, options, authorization) => {
    await using server = await answering()
    const { client } = clientFor(server.url, options)
    await client.invoke(request)
    expect(server.requests[0]?.headers.authorization).toContain(authorization)
  })

  test('by a bearer token is not signed besides', async () => {
    await using server = await answering()
    const { client } = clientFor(server.url, { bearerToken: token })
    await client.invoke(request)
    expect(server.requests[0]?.headers).not.toHaveProperty('x-amz-date')
  })

  test('with temporary keys sends their token, and all is signed at the time of the clock', async () => {
    await using server = await answering()
    const { client } = clientFor(server.url, {
      environment: { ...home, ...exampleKey, AWS_SESSION_TOKEN: 'session-of-a-test' },
    })
    await client.invoke(request)
    expect(server.requests[0]?.headers).toMatchObject({
      'x-amz-security-token': 'session-of-a-test',
      'x-amz-date': '20261122T120000Z',
      authorization: expect.stringContaining('/20261122/us-east-1/bedrock/aws4_request') as string,
      'user-agent': expect.stringMatching(/^outcrop\/\d+\.\d+\.\d+ node\//) as string,
    })
  })
})

describe('a provider', () => {
  test('is asked once for all who wait, and again only when its credentials are about to expire', async () => {
    await using server = await answering()
    let asked = 0
    const { client, clock } = clientFor(server.url, {
      credentials: () => {
        asked++
        return Promise.resolve({ ...given, expiration: new Date(clock.now() + 3_600_000) })
      },
    })
    await Promise.all([client.invoke(request), client.invoke(request), client.invoke(request)])
    expect(asked).toBe(1)
    clock.advance(3_300_000 - 1)
    await client.invoke(request)
    expect(asked).toBe(1)
    clock.advance(2)
    await client.invoke(request)
    expect(asked).toBe(2)
  })

  test('that fails is named, and its secrets are not', async () => {
    const { client } = clientFor('http://127.0.0.1:9', {
      credentials: () =>
        Promise.reject(new Error('vault said {"secretAccessKey":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}')),
    })
    const error = await client.invoke(request).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toMatchObject({
      code: 'credentials_missing',
      message: expect.stringContaining('vault said') as string,
    })
    expect(
      JSON.stringify([error, String(error), (error as Error).cause, String((error as Error).cause)]),
    ).not.toContain('wJalr')
  })

  test.each([{}, { accessKeyId: '', secretAccessKey: 'x' }, { accessKeyId: 'AKID' }])(
    'that returns %j is refused',
    async (value) => {
      const { client } = clientFor('http://127.0.0.1:9', {
        credentials: () => Promise.resolve(value as AwsCredentials),
      })
      await expect(client.invoke(request)).rejects.toMatchObject({ code: 'credentials_missing', attempts: 0 })
    },
  )

  test('that never answers does not hold a caller who leaves', async () => {
    const leaving = new AbortController()
    const { client } = clientFor('http://127.0.0.1:9', {
      credentials: () =>
        new Promise(() => {
          setImmediate(() => {
            leaving.abort()
          })
        }),
    })
    await expect(client.invoke(request, { signal: leaving.signal })).rejects.toMatchObject({ code: 'aborted' })
  })
})

test('no secret that was used is in any error, whatever Bedrock says', async () => {
  const secret = 'a-secret-key-that-looks-like-nothing'
  const sessionToken = 'a-session-token-that-looks-like-nothing'
  await using server = await startServer((response, { headers }) => {
    // An answer that quotes all it was sent, as AWS's answer to a wrong signature did once.
    sendError(response, {
      status: 403,
      type: 'InvalidSignatureException',
      message: `no: ${JSON.stringify(headers)} ${secret}`,
    })
  })
  const { client } = clientFor(server.url, {
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: secret, sessionToken },
  })
  const error = await client.invoke(request).then(
    () => undefined,
    (reason: unknown) => reason as Error,
  )
  const shown = JSON.stringify([error, error?.message, error?.stack, (error as { remedy?: string }).remedy])
  expect(shown).toContain('no: ')
  for (const hidden of [secret, sessionToken, 'AKIAIOSFODNN7EXAMPLE']) expect(shown).not.toContain(hidden)
  const bearer = clientFor(server.url, { bearerToken: token }).client
  const refused = await bearer.invoke(request).then(
    () => undefined,
    (reason: unknown) => reason as Error,
  )
  expect(JSON.stringify([refused, refused?.message, refused?.stack])).not.toContain(token)
})
