/*
 * AWS's own signer beside ours: for any request that Bedrock's clients send, both must say the same bytes, and the
 * verifier, which shares code with neither, must accept both and refuse every change.
 */
import { Sha256 } from '@aws-crypto/sha256-js'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { presign } from './presign.js'
import { signRequest } from './sign.js'
import type { Credentials, ReceivedRequest, RequestToSign, Scope, VerifyOptions } from './types.js'
import { verifyRequest } from './verify/verify-request.js'

interface Case {
  method: string
  hostHeader: 'host' | ':authority'
  host: string
  segments: string[]
  query: Record<string, string | string[]>
  headers: Record<string, string>
  body: Uint8Array
  credentials: Credentials
  scope: Scope
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !/\p{Surrogate}/u.test(value))
const word = fc.stringMatching(/^[A-Za-z0-9]{1,12}$/)
const modelId = fc.constantFrom(
  'us.anthropic.claude-haiku-4-5-20251001-v1%3A0',
  'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  'anthropic.claude-opus-5-5',
  'arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fabc123def456',
  'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile%2Fabc123def456',
)
const headerValue = fc
  .array(fc.constantFrom('application/json', 'a=b; c="d"', ' ', '  ', '\t', ',', 'é', "it's (so)*!", '{"team":"x"}'), {
    maxLength: 6,
  })
  .map((pieces) => pieces.join(''))

const cases: fc.Arbitrary<Case> = fc.record({
  method: fc.constantFrom('POST', 'GET', 'DELETE', 'PUT'),
  hostHeader: fc.constantFrom('host' as const, ':authority' as const),
  host: fc.constantFrom('bedrock-runtime.us-east-1.amazonaws.com', '127.0.0.1:4580', 'localhost:1'),
  segments: fc.oneof(
    modelId.map((id) => ['model', id, 'invoke']),
    fc.array(fc.oneof(modelId, word, text.filter((value) => value !== '').map(asSegment)), {
      minLength: 1,
      maxLength: 4,
    }),
  ),
  query: fc.dictionary(
    text.filter((name) => name !== '' && name !== '__proto__' && name.toLowerCase() !== 'x-amz-signature'),
    fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })),
    { maxKeys: 4 },
  ),
  headers: fc.dictionary(
    fc.constantFrom('content-type', 'accept', 'x-amzn-bedrock-trace', 'amz-sdk-request', 'x-note', 'a-first', 'zz'),
    headerValue,
  ),
  body: fc.uint8Array({ maxLength: 64 }),
  credentials: fc.record(
    {
      accessKeyId: word,
      secretAccessKey: fc.string({ minLength: 1 }),
      sessionToken: fc.base64String({ minLength: 4 }),
    },
    { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
  ) as fc.Arbitrary<Credentials>,
  scope: fc.record({
    region: fc.constantFrom('us-east-1', 'eu-central-1', 'us-gov-west-1'),
    service: fc.constantFrom('bedrock', 'bedrock-mantle'),
    date: fc.date({ min: new Date('2015-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
  }),
})

/** Dots alone are steps in a path, which no Bedrock path has. */
function asSegment(value: string): string {
  return /^\.+$/.test(value) ? 'x' : encodeURIComponent(value)
}

function targetOf({ segments, query }: Case): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
  )
  return `/${segments.join('/')}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
}

function ours(given: Case): RequestToSign {
  const { method, host, hostHeader, headers, body } = given
  return { method, host, hostHeader, headers, body, path: targetOf(given) }
}

function theirs(given: Case): HttpRequest {
  const { method, host, hostHeader, query, headers, body, segments } = given
  return new HttpRequest({
    method,
    protocol: 'https:',
    hostname: host,
    path: `/${segments.join('/')}`,
    query,
    headers: { ...headers, [hostHeader]: host },
    body,
  })
}

function theirSigner(given: Case): SignatureV4 {
  const { region, service } = given.scope
  return new SignatureV4({ credentials: given.credentials, region, service, sha256: Sha256 })
}

function received(given: Case, path: string, headers: Record<string, string>): ReceivedRequest {
  return { method: given.method, path, headers: { ...given.headers, ...headers }, body: given.body }
}

function knowing({ credentials, scope }: Case): VerifyOptions {
  const { accessKeyId, ...known } = credentials
  return { ...scope, lookup: (id) => (id === accessKeyId ? known : undefined) }
}

describe('beside @smithy/signature-v4', () => {
  test('signs the same, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const signed = await theirSigner(given).sign(theirs(given), { signingDate: given.scope.date })
        expect({ ...given.headers, ...signRequest(ours(given), given.credentials, given.scope) }).toEqual(
          signed.headers,
        )
      }),
      { numRuns: 300 },
    )
  })

  test('accepts what it signs', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const signed = await theirSigner(given).sign(theirs(given), { signingDate: given.scope.date })
        const verdict = verifyRequest(received(given, targetOf(given), signed.headers), knowing(given))
        expect(verdict).toMatchObject({ ok: true, scheme: 'header', service: given.scope.service })
      }),
      { numRuns: 300 },
    )
  })

  test('presigns the same', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.integer({ min: 1, max: 604_800 }), async (given, expiresIn) => {
        const signed = await theirSigner(given).presign(theirs(given), { signingDate: given.scope.date, expiresIn })
        const target = presign(ours(given), given.credentials, { ...given.scope, expiresIn })
        const parameters = new URLSearchParams(target.slice(target.indexOf('?') + 1))
        expect(parameters.get('X-Amz-Signature')).toBe(signed.query?.['X-Amz-Signature'])
        const verdict = verifyRequest(received(given, target, { [given.hostHeader]: given.host }), knowing(given))
        expect(verdict).toMatchObject({ ok: true, scheme: 'presigned' })
      }),
      { numRuns: 200 },
    )
  })
})

/** A digit becomes a digit, so that dates still read; no letter changes only its case, as %E9 and %e9 are the same. */
function change(value: string, at: number): string {
  const index = value.length === 0 ? 0 : at % value.length
  const old = value.charAt(index)
  const other = /[0-9]/.test(old) ? String((Number(old) + 1) % 10) : 'aA'.includes(old) ? 'b' : 'a'
  return `${value.slice(0, index)}${other}${value.slice(index + 1)}`
}

function changeBody(request: ReceivedRequest, at: number): ReceivedRequest {
  if (request.body.length === 0) return { ...request, body: Uint8Array.of(0) }
  const body = Uint8Array.from(request.body)
  body[at % body.length] = (body[at % body.length] ?? 0) ^ (1 << (at % 8))
  return { ...request, body }
}

/** Changes what stands behind `mark` in a header. */
function changeHeader(name: string, mark = '') {
  return (request: ReceivedRequest, at: number): ReceivedRequest => {
    const value = String(request.headers[name] ?? '')
    const from = value.indexOf(mark) + mark.length
    return { ...request, headers: { ...request.headers, [name]: value.slice(0, from) + change(value.slice(from), at) } }
  }
}

/** Every place in a request that the signature covers. */
const changes: [place: string, make: (request: ReceivedRequest, at: number) => ReceivedRequest][] = [
  ['method', (request) => ({ ...request, method: request.method === 'PATCH' ? 'POST' : 'PATCH' })],
  ['path', (request, at) => ({ ...request, path: `/${change(request.path.slice(1), at)}` })],
  ['body', changeBody],
  ['header', changeHeader('x-signed')],
  ['host', (request, at) => changeHeader('host' in request.headers ? 'host' : ':authority')(request, at)],
  ['date', changeHeader('x-amz-date')],
  ['token', changeHeader('x-amz-security-token')],
  ['list of signed headers', changeHeader('authorization', 'SignedHeaders=')],
  ['credential', changeHeader('authorization', 'Credential=')],
  ['signature', changeHeader('authorization', 'Signature=')],
]

describe('a change of one byte after signing', () => {
  test.each(changes)('in the %s is refused', (_place, make) => {
    fc.assert(
      fc.property(cases, fc.nat(), (drawn, at) => {
        const credentials = { ...drawn.credentials, sessionToken: drawn.credentials.sessionToken ?? 'token' }
        const given = { ...drawn, credentials, headers: { ...drawn.headers, 'x-signed': 'value' } }
        const request = received(given, targetOf(given), signRequest(ours(given), credentials, given.scope))
        expect(verifyRequest(request, knowing(given))).toMatchObject({ ok: true })
        expect(verifyRequest(make(request, at), knowing(given))).toMatchObject({ ok: false, status: 403 })
      }),
      { numRuns: 100 },
    )
  })

  test('in the presigned query is refused', () => {
    fc.assert(
      fc.property(cases, fc.nat(), (given, at) => {
        const target = presign(ours(given), given.credentials, { ...given.scope, expiresIn: 600 })
        const changed = `/${change(target.slice(1), at)}`
        const headers = { [given.hostHeader]: given.host }
        expect(verifyRequest(received(given, changed, headers), knowing(given))).toMatchObject({
          ok: false,
          status: 403,
        })
      }),
      { numRuns: 300 },
    )
  })
})
