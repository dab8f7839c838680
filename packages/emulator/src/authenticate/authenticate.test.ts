import { createShortTermKey, presign } from '@outcrop/wire/sigv4'
import { describe, expect, test } from 'vitest'
import { ask, emulated, emulatedHere, ids, invoke, pathOf, plainBody, today } from '../../testing/emulated.js'
import { exampleBearerToken, exampleCredential } from '../index.js'

const own = { accessKeyId: 'AKIDOWN', secretAccessKey: 'own-secret' }
const temporary = { accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'temporary-secret', sessionToken: 'the-token' }
const expired = {
  accessKeyId: 'ASIAEXPIRED',
  secretAccessKey: 'expired-secret',
  sessionToken: 'old-token',
  expired: true,
}
const emulator = await emulated({
  credentials: [own, temporary, expired],
  bearerTokens: ['ABSK-own'],
  region: 'eu-west-1',
})

const open = await emulated({ auth: 'off', region: 'us-west-2' })

const service = (name: string) => `${name}:http://internal.amazon.com/coral/com.amazon.coral.service/`
const path = pathOf(ids.haiku45, 'invoke')
const bearer = (token: string) => ({ credentials: null, headers: { authorization: `Bearer ${token}` } })

describe('signed requests', () => {
  test.each([exampleCredential, own, temporary])('of a known key are verified: $accessKeyId', async (credentials) => {
    for (const http2 of [false, true]) {
      const answer = await invoke(emulator, ids.haiku45, plainBody, { credentials, http2 })
      expect(answer.status).toBe(200)
      expect(emulator.requests().at(-1)?.auth).toEqual({
        scheme: 'sigv4',
        accessKeyId: credentials.accessKeyId,
        verified: true,
      })
    }
  })

  test('with a wrong secret are refused', async () => {
    const credentials = { ...exampleCredential, secretAccessKey: 'wrong' }
    const answer = await invoke(emulator, ids.haiku45, plainBody, { credentials })
    expect(answer.status).toBe(403)
    expect(answer.headers['x-amzn-errortype']).toBe(service('InvalidSignatureException'))
    expect(answer.json.message).toMatch(/^The request signature we calculated does not match/)
    expect(emulator.requests().at(-1)?.auth).toEqual({ scheme: 'sigv4', verified: false })
  })

  test('of an unknown key are refused', async () => {
    const credentials = { accessKeyId: 'AKIDNOBODY', secretAccessKey: 'x' }
    const answer = await invoke(emulator, ids.haiku45, plainBody, { credentials })
    expect(answer.status).toBe(403)
    expect(answer.headers['x-amzn-errortype']).toBe(service('UnrecognizedClientException'))
    expect(answer.json).toEqual({ message: 'The security token included in the request is invalid.' })
  })

  test('of an expired key are refused', async () => {
    const answer = await invoke(emulator, ids.haiku45, plainBody, { credentials: expired })
    expect(answer.status).toBe(403)
    expect(answer.headers['x-amzn-errortype']).toBe(service('ExpiredTokenException'))
    expect(answer.json).toEqual({ message: 'The security token included in the request is expired' })
  })

  test('without the session token are refused', async () => {
    const { accessKeyId, secretAccessKey } = temporary
    const answer = await invoke(emulator, ids.haiku45, plainBody, { credentials: { accessKeyId, secretAccessKey } })
    expect(answer.headers['x-amzn-errortype']).toBe(service('UnrecognizedClientException'))
  })

  test('with a stale date are refused', async () => {
    const date = new Date(today.getTime() - 301_000)
    const answer = await invoke(emulator, ids.haiku45, plainBody, { date })
    expect(answer.status).toBe(403)
    expect(answer.json.message).toBe(
      'Signature expired: 20261122T115459Z is now earlier than 20261122T115500Z (20261122T120000Z - 5 min.)',
    )
  })

  test('tell their region, which decides what is offered', async () => {
    const tokyo = { region: 'ap-northeast-1' }
    expect((await invoke(emulator, 'jp.anthropic.claude-sonnet-5', plainBody, tokyo)).status).toBe(200)
    expect(emulator.requests().at(-1)?.region).toBe('ap-northeast-1')
    const answer = await invoke(emulator, 'jp.anthropic.claude-sonnet-5', plainBody, { region: 'eu-central-1' })
    expect(answer.json.message).toBe('The provided model identifier is invalid.')
  })

  test('may be signed in the query', async () => {
    const host = `127.0.0.1:${emulator.port}`
    const signed = presign(
      { method: 'GET', host, path: '/foundation-models', headers: {}, body: '' },
      exampleCredential,
      { region: 'us-east-1', service: 'bedrock', date: today, expiresIn: 60 },
    )
    const answer = await ask(emulator, { method: 'GET', path: signed, credentials: null })
    expect(answer.status).toBe(200)
    expect(emulator.requests().at(-1)?.auth.scheme).toBe('presigned')
  })
})

test('a request without credentials is refused in the words of the front end', async () => {
  const answer = await invoke(emulator, ids.haiku45, plainBody, { credentials: null })
  expect(answer.status).toBe(403)
  expect(answer.json).toEqual({ Message: 'Authorization header is missing' })
})

describe('API keys', () => {
  test.each([exampleBearerToken, 'ABSK-own'])(
    'that are known are taken, in the region of the options: %s',
    async (token) => {
      const answer = await invoke(emulator, 'eu.anthropic.claude-haiku-4-5-20251001-v1:0', plainBody, bearer(token))
      expect(answer.status).toBe(200)
      const { auth, region } = emulator.requests().at(-1) ?? {}
      expect(auth).toEqual({ scheme: 'bearer', verified: true })
      expect(region).toBe('eu-west-1')
    },
  )

  test.each(['ABSK-unknown', 'bedrock-api-key-bm90aGluZw=='])('that are not known are refused: %s', async (token) => {
    const answer = await invoke(emulator, ids.haiku45, plainBody, bearer(token))
    expect(answer.status).toBe(403)
    expect(answer.headers['x-amzn-errortype']).toBe(service('AccessDeniedException'))
    expect(answer.json).toEqual({ Message: 'Authentication failed: Please make sure your API Key is valid.' })
    expect(emulator.requests().at(-1)?.auth).toEqual({ scheme: 'bearer', verified: false })
  })

  test('of short term are verified, and tell their region', async () => {
    const key = createShortTermKey(exampleCredential, { region: 'us-east-1', date: today })
    expect((await invoke(emulator, ids.haiku45, plainBody, bearer(key))).status).toBe(200)
    expect(emulator.requests().at(-1)?.auth).toEqual({
      scheme: 'bearer',
      accessKeyId: exampleCredential.accessKeyId,
      verified: true,
    })
  })

  test('of short term end', async () => {
    const date = new Date(today.getTime() - 13 * 3_600_000)
    const key = createShortTermKey(exampleCredential, { region: 'us-east-1', date })
    const answer = await invoke(emulator, ids.haiku45, plainBody, bearer(key))
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('Signature expired')
  })

  test('are never in the journal', () => {
    expect(JSON.stringify(emulator.requests())).not.toContain('ABSK')
  })
})

describe('with authentication off', () => {
  test('nobody is asked', async () => {
    const answer = await ask(open, { path, body: plainBody, credentials: null })
    expect(answer.status).toBe(200)
    const { auth, region } = open.requests().at(-1) ?? {}
    expect(auth).toEqual({ scheme: 'none', verified: false })
    expect(region).toBe('us-west-2')
  })

  test('a signature still tells the region, whoever made it', async () => {
    const credentials = { accessKeyId: 'AKIDNOBODY', secretAccessKey: 'x' }
    const answer = await ask(open, { path, body: plainBody, credentials, region: 'ap-southeast-2' })
    expect(answer.json.message).toBe('The provided model identifier is invalid.')
    expect(open.requests().at(-1)?.region).toBe('ap-southeast-2')
  })
})

test('the clock’s tolerance can be widened, for clients whose clock cannot be set', async () => {
  const tolerant = await emulatedHere({ clockSkewSeconds: Number.POSITIVE_INFINITY })
  const date = new Date('2029-01-01T00:00:00Z')
  expect((await invoke(tolerant, ids.haiku45, plainBody, { date })).status).toBe(200)
})
