import { describe, expect, test } from 'vitest'
import { WireError } from '../wire-error.js'
import { presign } from './presign.js'
import { signRequest } from './sign.js'
import { signingKey } from './signing-key.js'
import type { RequestToSign } from './types.js'

const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const SCOPE = { region: 'us-east-1', service: 'bedrock', date: new Date('2026-11-22T10:11:12.987Z') }
const REQUEST: RequestToSign = {
  method: 'POST',
  host: 'bedrock-runtime.us-east-1.amazonaws.com',
  path: '/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke',
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  body: '{"max_tokens":1}',
}

function signatureIn(headers: Record<string, string>): string {
  return headers['authorization']?.split('Signature=')[1] ?? ''
}

describe('signRequest', () => {
  test('returns the headers to send, and names all that it signed', () => {
    const headers = signRequest(REQUEST, KEYS, SCOPE)
    expect(headers).toMatchObject({
      host: 'bedrock-runtime.us-east-1.amazonaws.com',
      'x-amz-date': '20261122T101112Z',
      'x-amz-content-sha256': '3dad411eb0f5c33818edd8c544777853ec18ac0c3302379c36079ea194193599',
    })
    expect(headers['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/20261122\/us-east-1\/bedrock\/aws4_request, SignedHeaders=accept;content-type;host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
    )
    expect(headers).not.toHaveProperty('x-amz-security-token')
  })

  test('signs :authority for HTTP/2, which sorts before the rest', () => {
    const headers = signRequest({ ...REQUEST, hostHeader: ':authority' }, KEYS, SCOPE)
    expect(headers[':authority']).toBe(REQUEST.host)
    expect(headers).not.toHaveProperty('host')
    expect(headers['authorization']).toContain('SignedHeaders=:authority;accept;')
  })

  test('sends and signs the session token of temporary credentials', () => {
    const headers = signRequest(REQUEST, { ...KEYS, sessionToken: 'token==' }, SCOPE)
    expect(headers['x-amz-security-token']).toBe('token==')
    expect(headers['authorization']).toContain(';x-amz-security-token, ')
  })

  test('replaces what an earlier signature left, in whatever case', () => {
    const first = signRequest(REQUEST, { ...KEYS, sessionToken: 'old' }, SCOPE)
    const later = { ...SCOPE, date: new Date('2026-11-23T00:00:00Z') }
    const again = {
      ...REQUEST,
      headers: { ...REQUEST.headers, ...first, 'X-Amz-Date': 'stale', Authorization: 'stale' },
    }
    const credentials = { ...KEYS, sessionToken: 'new' }
    expect(signRequest(again, credentials, later)).toEqual(signRequest(REQUEST, credentials, later))
  })

  test('takes a string for its UTF-8 bytes', () => {
    const body = '{"text":"añ漢🌋"}'
    const asText = signRequest({ ...REQUEST, body }, KEYS, SCOPE)
    expect(signRequest({ ...REQUEST, body: new TextEncoder().encode(body) }, KEYS, SCOPE)).toEqual(asText)
  })

  test('does not notice white space that a proxy may change', () => {
    const spaced = { ...REQUEST.headers, accept: ' \tapplication/json  ' }
    const folded = signRequest({ ...REQUEST, headers: { ...spaced, 'x-note': 'a \t b\r\n  c' } }, KEYS, SCOPE)
    const plain = signRequest({ ...REQUEST, headers: { ...REQUEST.headers, 'x-note': 'a b c' } }, KEYS, SCOPE)
    expect(signatureIn(folded)).toBe(signatureIn(plain))
  })

  test('never puts the secret into what it returns', () => {
    const said = JSON.stringify(signRequest(REQUEST, { ...KEYS, sessionToken: 'token' }, SCOPE))
    expect(said).not.toContain(KEYS.secretAccessKey)
  })

  test('fails on a date that is none', () => {
    expect(() => signRequest(REQUEST, KEYS, { ...SCOPE, date: new Date('yesterday') })).toThrow(RangeError)
  })
})

describe('the date', () => {
  test('is that of each second', () => {
    const dateOf = (ms: number) => signRequest(REQUEST, KEYS, { ...SCOPE, date: new Date(ms) })['x-amz-date']
    const start = Date.UTC(2026, 10, 22, 10, 11, 12)
    expect([0, 999, 1000, 999, -1].map((ms) => dateOf(start + ms))).toEqual([
      '20261122T101112Z',
      '20261122T101112Z',
      '20261122T101113Z',
      '20261122T101112Z',
      '20261122T101111Z',
    ])
  })
})

describe('signingKey', () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, the example of a key.
  test('derives what AWS documents', () => {
    const key = signingKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', '20120215', 'us-east-1', 'iam')
    expect(key.toString('hex')).toBe('f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d')
  })

  test('keeps the key, and tells every part of its name apart', () => {
    const key = signingKey('secret', '20261122', 'us-east-1', 'bedrock')
    expect(signingKey('secret', '20261122', 'us-east-1', 'bedrock')).toBe(key)
    const others = [
      signingKey('Secret', '20261122', 'us-east-1', 'bedrock'),
      signingKey('secret', '20261123', 'us-east-1', 'bedrock'),
      signingKey('secret', '20261122', 'us-east-2', 'bedrock'),
      signingKey('secret', '20261122', 'us-east-1', 'bedrock-mantle'),
    ]
    for (const other of others) expect(other.equals(key)).toBe(false)
  })

  test('forgets the oldest keys, so that rotated secrets do not pile up', () => {
    const key = signingKey('rotated', '20261122', 'us-east-1', 'bedrock')
    for (let index = 0; index < 64; index++) signingKey(`secret ${index}`, '20261122', 'us-east-1', 'bedrock')
    const again = signingKey('rotated', '20261122', 'us-east-1', 'bedrock')
    expect(again).not.toBe(key)
    expect(again.equals(key)).toBe(true)
  })
})

describe('presign', () => {
  test('puts everything into the query, in order', () => {
    const target = presign({ ...REQUEST, headers: {} }, { ...KEYS, sessionToken: 'a/b=' }, { ...SCOPE, expiresIn: 60 })
    expect(target).toMatch(
      /^\/model\/us\.anthropic\.claude-haiku-4-5-20251001-v1%3A0\/invoke\?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261122%2Fus-east-1%2Fbedrock%2Faws4_request&X-Amz-Date=20261122T101112Z&X-Amz-Expires=60&X-Amz-Security-Token=a%2Fb%3D&X-Amz-Signature=[0-9a-f]{64}&X-Amz-SignedHeaders=host$/,
    )
  })

  test.each([0, -1, 604_801, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d seconds', (expiresIn) => {
    expect(() => presign(REQUEST, KEYS, { ...SCOPE, expiresIn })).toThrow(WireError)
  })
})
