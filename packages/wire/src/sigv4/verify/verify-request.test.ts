import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { presign } from '../presign.js'
import { signRequest } from '../sign.js'
import type { Credentials, ReceivedRequest, RequestToSign, Scope, VerifyOptions } from '../types.js'
import { verifyRequest } from './verify-request.js'

const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const TEMPORARY = { ...KEYS, accessKeyId: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE' }
const ENDED = { ...KEYS, accessKeyId: 'ASIAENDEDENDEDEXAMPL', sessionToken: 'ended' }
const NOW = new Date('2025-02-10T01:39:11Z')
const SCOPE = { region: 'us-east-1', service: 'bedrock', date: NOW }
const OPTIONS: VerifyOptions = {
  service: 'bedrock',
  region: 'us-east-1',
  date: NOW,
  lookup: (id) => {
    if (id === ENDED.accessKeyId) return { ...ENDED, expired: true }
    return [KEYS, TEMPORARY].find((known) => known.accessKeyId === id)
  },
}
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

const TO_SIGN: RequestToSign = {
  method: 'POST',
  host: 'bedrock-runtime.us-east-1.amazonaws.com',
  path: '/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke',
  headers: { 'content-type': 'application/json' },
  body: '{"max_tokens":1}',
}

function arrived(headers: ReceivedRequest['headers'], change: Partial<RequestToSign> = {}): ReceivedRequest {
  const { method, path, body, headers: own } = { ...TO_SIGN, ...change }
  return { method, path, headers: { ...own, ...headers }, body: Buffer.from(body) }
}

function signed(change: Partial<RequestToSign> = {}, credentials: Credentials = KEYS, scope: Partial<Scope> = {}) {
  return arrived(signRequest({ ...TO_SIGN, ...change }, credentials, { ...SCOPE, ...scope }), change)
}

function withHeaders(request: ReceivedRequest, headers: ReceivedRequest['headers']): ReceivedRequest {
  return { ...request, headers: { ...request.headers, ...headers } }
}

function authorizationOf(request: ReceivedRequest): string {
  return String(request.headers['authorization'])
}

function presigned(
  scope: Partial<Scope> & { expiresIn?: number } = {},
  credentials: Credentials = KEYS,
): ReceivedRequest {
  const path = presign(TO_SIGN, credentials, { ...SCOPE, expiresIn: 60, ...scope })
  return arrived({ host: TO_SIGN.host }, { path })
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** A signature made by hand for any set of headers: what other clients send, and what ours never would. */
function handSigned(names: string[], headers: Record<string, string>, payloadHash: string): ReceivedRequest {
  const path = TO_SIGN.path.replaceAll('%', '%25')
  const lines = names.map((name) => `${name}:${headers[name] ?? ''}\n`).join('')
  const canonical = `POST\n${path}\n\n${lines}\n${names.join(';')}\n${payloadHash}`
  const days = '20250210/us-east-1/bedrock/aws4_request'
  const toSign = `AWS4-HMAC-SHA256\n20250210T013911Z\n${days}\n${sha256(canonical)}`
  let key: Uint8Array = Buffer.from(`AWS4${KEYS.secretAccessKey}`)
  for (const step of [...days.split('/'), toSign]) key = hmacByHand(key, step)
  const credential = `${KEYS.accessKeyId}/${days}`
  const signature = Buffer.from(key).toString('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${names.join(';')},Signature=${signature}`
  return arrived({ ...headers, authorization })
}

/** RFC 2104, so that the test does not rest on the call that both sides use. */
function hmacByHand(key: Uint8Array, text: string): Uint8Array {
  const block = Buffer.alloc(64)
  block.set(key.length > 64 ? createHash('sha256').update(key).digest() : key)
  const pad = (byte: number) => block.map((value) => value ^ byte)
  const inner = createHash('sha256').update(pad(0x36)).update(text).digest()
  return createHash('sha256').update(pad(0x5c)).update(inner).digest()
}

const BODY_HASH = sha256('{"max_tokens":1}')
const HEADERS = { host: TO_SIGN.host, 'x-amz-date': '20250210T013911Z' }

describe('verifyRequest accepts', () => {
  test('what the signer signs', () => {
    expect(verifyRequest(signed(), OPTIONS)).toEqual({
      ok: true,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      region: 'us-east-1',
      service: 'bedrock',
      scheme: 'header',
    })
  })

  test.each([
    '/model/us.anthropic.claude-haiku-4-5-20251001-v1:0/invoke',
    '/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fabc/converse',
    '/model/arn:aws:bedrock:us-east-1:123456789012:application-inference-profile%2Fabc/invoke',
    '/model/arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc/invoke',
    '/inference-profiles?type=SYSTEM_DEFINED&maxResults=1000',
    '/inference-profiles?nextToken=a%2Fb%3D%3D&maxResults=1&=x&&empty=',
  ])('the path %s', (path) => {
    expect(verifyRequest(signed({ path }), OPTIONS)).toMatchObject({ ok: true })
  })

  test('a host in :authority, signed under either name', () => {
    const overHttp2 = signed({ hostHeader: ':authority' })
    expect(overHttp2.headers).not.toHaveProperty('host')
    expect(verifyRequest(overHttp2, OPTIONS)).toMatchObject({ ok: true })
    const named = signed()
    const { host, ...others } = named.headers
    expect(verifyRequest({ ...named, headers: { ...others, ':authority': host } }, OPTIONS)).toMatchObject({ ok: true })
  })

  test('clients that sign only host and date, and send no hash of the body', () => {
    expect(verifyRequest(handSigned(['host', 'x-amz-date'], HEADERS, BODY_HASH), OPTIONS)).toMatchObject({ ok: true })
  })

  test('a Date header instead of x-amz-date', () => {
    const headers = { host: TO_SIGN.host, date: 'Mon, 10 Feb 2025 01:39:11 GMT' }
    expect(verifyRequest(handSigned(['date', 'host'], headers, BODY_HASH), OPTIONS)).toMatchObject({ ok: true })
  })

  test('a payload that is declared unsigned', () => {
    const headers = { ...HEADERS, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
    const names = ['host', 'x-amz-content-sha256', 'x-amz-date']
    expect(verifyRequest(handSigned(names, headers, 'UNSIGNED-PAYLOAD'), OPTIONS)).toMatchObject({ ok: true })
  })

  test('a header that came twice', () => {
    const request = signed({ headers: { 'x-note': 'one,two' } })
    expect(verifyRequest(withHeaders(request, { 'x-note': ['one', ' two '] }), OPTIONS)).toMatchObject({ ok: true })
  })

  test('temporary credentials with their token', () => {
    expect(verifyRequest(signed({}, TEMPORARY), OPTIONS)).toMatchObject({
      ok: true,
      accessKeyId: TEMPORARY.accessKeyId,
    })
    expect(verifyRequest(presigned({}, TEMPORARY), OPTIONS)).toMatchObject({ ok: true, scheme: 'presigned' })
  })

  test('an empty token as none', () => {
    expect(verifyRequest(withHeaders(signed(), { 'x-amz-security-token': '' }), OPTIONS)).toMatchObject({ ok: true })
  })

  test('several services, and any region where none is asked for', () => {
    const { region: _any, ...anywhere } = OPTIONS
    const options = { ...anywhere, service: ['bedrock-mantle', 'bedrock'] }
    expect(verifyRequest(signed({}, KEYS, { region: 'eu-west-3' }), options)).toMatchObject({ region: 'eu-west-3' })
    expect(verifyRequest(signed({}, KEYS, { service: 'bedrock-mantle' }), options)).toMatchObject({
      ok: true,
      service: 'bedrock-mantle',
    })
  })

  test.each([300, -300])('a clock that is off by %d seconds', (seconds) => {
    const date = new Date(NOW.getTime() + seconds * 1000)
    expect(verifyRequest(signed({}, KEYS, { date }), OPTIONS)).toMatchObject({ ok: true })
  })

  test('a presigned request to its last second', () => {
    const date = new Date(NOW.getTime() - 60_000)
    expect(verifyRequest(presigned({ date }), OPTIONS)).toMatchObject({ ok: true, scheme: 'presigned' })
  })
})

function refusal(type: string, message: string) {
  return { ok: false, status: 403, type, message }
}

describe('verifyRequest refuses', () => {
  test('a presigned request without a lifetime once it is older than any other may be', () => {
    const path = presigned({ date: new Date(NOW.getTime() - 301_000) }).path.replace('&X-Amz-Expires=60', '')
    expect(verifyRequest(arrived({ host: TO_SIGN.host }, { path }), OPTIONS)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^Signature expired: .* - 5 min\.\)$/),
    })
  })

  test('nothing at all, with a capital Message as bedrock-runtime does', () => {
    expect(verifyRequest(arrived({ host: TO_SIGN.host }), OPTIONS)).toEqual({
      ...refusal('AccessDeniedException', 'Authorization header is missing'),
      capitalMessage: true,
    })
  })

  test('another scheme, without showing what was sent', () => {
    const hash = createHash('sha256').update('Bearer secret-token').digest('base64')
    expect(verifyRequest(arrived({ authorization: 'Bearer secret-token' }), OPTIONS)).toEqual(
      refusal(
        'IncompleteSignatureException',
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
          "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either " +
          `a 'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=${hash}`,
      ),
    )
  })

  test('an authorization that lacks a part, or has one that is no pair', () => {
    const whole = signed()
    const lacking = authorizationOf(whole).replace(/, Signature=.*/, '')
    expect(verifyRequest(withHeaders(whole, { authorization: lacking }), OPTIONS)).toMatchObject({
      type: 'IncompleteSignatureException',
      message: expect.stringMatching(/^Authorization header requires 'Signature' parameter\. \(Hashed/),
    })
    const split = authorizationOf(whole).replace('Credential=', 'Credential= ')
    expect(verifyRequest(withHeaders(whole, { authorization: split }), OPTIONS)).toMatchObject({
      type: 'IncompleteSignatureException',
      message: expect.stringMatching(/^Invalid key=value pair \(missing equal-sign\) in Authorization header \(hashed/),
    })
  })

  test('a signature in the header and another in the query', () => {
    const request = { ...signed(), path: presigned().path }
    expect(verifyRequest(request, OPTIONS)).toEqual(
      refusal(
        'InvalidSignatureException',
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
      ),
    )
  })

  test('a query that lacks what a presigned one needs', () => {
    const path = presigned().path.replace(/&X-Amz-Signature=[0-9a-f]+/, '')
    expect(verifyRequest(arrived({ host: TO_SIGN.host }, { path }), OPTIONS)).toEqual(
      refusal(
        'IncompleteSignatureException',
        "AWS query-string parameters must include 'X-Amz-Signature'. Re-examine the query-string parameters.",
      ),
    )
  })

  test.each(['-6', '604801', '1e3', ''])('a lifetime of %j seconds', (seconds) => {
    const path = presigned().path.replace('X-Amz-Expires=60', `X-Amz-Expires=${seconds}`)
    expect(verifyRequest(arrived({ host: TO_SIGN.host }, { path }), OPTIONS)).toEqual(
      refusal('IncompleteSignatureException', 'X-Amz-Expires must be less than a week (in seconds) that is 604800'),
    )
  })

  test.each(['2025-02-10T01:39:11Z', '20250231T000000Z', 'yesterday'])('the date %s', (date) => {
    expect(verifyRequest(withHeaders(signed(), { 'x-amz-date': date }), OPTIONS)).toEqual(
      refusal(
        'IncompleteSignatureException',
        `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
      ),
    )
  })

  // The numbers of a recorded answer of bedrock-runtime.
  test('a signature that is too old', () => {
    const date = new Date('2025-01-30T06:45:08Z')
    expect(verifyRequest(signed({}, KEYS, { date }), OPTIONS)).toEqual(
      refusal(
        'InvalidSignatureException',
        'Signature expired: 20250130T064508Z is now earlier than 20250210T013411Z (20250210T013911Z - 5 min.)',
      ),
    )
  })

  test('a signature from the future', () => {
    const date = new Date('2025-02-10T01:44:12Z')
    expect(verifyRequest(signed({}, KEYS, { date }), OPTIONS)).toEqual(
      refusal(
        'InvalidSignatureException',
        'Signature not yet current: 20250210T014412Z is still later than 20250210T014411Z (20250210T013911Z + 5 min.)',
      ),
    )
    const sooner = { ...OPTIONS, skewSeconds: 900 }
    expect(verifyRequest(signed({}, KEYS, { date }), sooner)).toMatchObject({ ok: true })
  })

  test('a presigned request after its last second', () => {
    const date = new Date(NOW.getTime() - 61_000)
    expect(verifyRequest(presigned({ date }), OPTIONS)).toEqual(
      refusal(
        'InvalidSignatureException',
        'Signature expired: 20250210T013810Z is now earlier than 20250210T013811Z (20250210T013911Z - 1 min.)',
      ),
    )
  })

  test('a signature that does not cover the host', () => {
    const request = handSigned(['x-amz-date'], HEADERS, BODY_HASH)
    expect(verifyRequest(request, OPTIONS)).toEqual(
      refusal('InvalidSignatureException', "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."),
    )
  })

  test('another algorithm', () => {
    const authorization = authorizationOf(signed()).replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1')
    expect(verifyRequest(withHeaders(signed(), { authorization }), OPTIONS)).toEqual(
      refusal(
        'IncompleteSignatureException',
        "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1' (only AWS4-HMAC-SHA256 for now). ",
      ),
    )
  })

  test.each(['AKIAIOSFODNN7EXAMPLE/20250210/us-east-1/bedrock', 'a/b/c/d/e/f'])('the credential %s', (credential) => {
    const authorization = authorizationOf(signed()).replace(/Credential=[^,]+/, `Credential=${credential}`)
    expect(verifyRequest(withHeaders(signed(), { authorization }), OPTIONS)).toEqual(
      refusal(
        'IncompleteSignatureException',
        `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
      ),
    )
  })

  test('a wrong region, a wrong service, and everything wrong at once', () => {
    expect(verifyRequest(signed({}, KEYS, { region: 'us-west-2' }), OPTIONS)).toEqual(
      refusal('InvalidSignatureException', 'Credential should be scoped to a valid region. '),
    )
    expect(verifyRequest(signed({}, KEYS, { service: 'bedrock-runtime' }), OPTIONS)).toEqual(
      refusal('InvalidSignatureException', "Credential should be scoped to correct service: 'bedrock'. "),
    )
    const authorization = authorizationOf(signed()).replace(
      '20250210/us-east-1/bedrock/aws4_request',
      '20250209/eu-west-1/s3/aws5_request',
    )
    expect(verifyRequest(withHeaders(signed(), { authorization }), OPTIONS)).toEqual(
      refusal(
        'InvalidSignatureException',
        "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'bedrock'. " +
          "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. Date in Credential " +
          'scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
          "'20250209' != '20250210', from '20250210T013911Z'.",
      ),
    )
  })

  test('a key that nobody has', () => {
    expect(verifyRequest(signed({}, { ...KEYS, accessKeyId: 'AKIANOBODY' }), OPTIONS)).toEqual(
      refusal('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    )
  })

  test('a session token that is wrong, missing, or not asked for', () => {
    const unknown = refusal('UnrecognizedClientException', 'The security token included in the request is invalid.')
    expect(verifyRequest(signed({}, { ...TEMPORARY, sessionToken: 'other' }), OPTIONS)).toEqual(unknown)
    const { sessionToken: _left, ...without } = TEMPORARY
    expect(verifyRequest(signed({}, without), OPTIONS)).toEqual(unknown)
    expect(verifyRequest(signed({}, { ...KEYS, sessionToken: 'some' }), OPTIONS)).toEqual(unknown)
    expect(verifyRequest(presigned({}, without), OPTIONS)).toEqual(unknown)
  })

  test('credentials whose time is over', () => {
    expect(verifyRequest(signed({}, ENDED), OPTIONS)).toEqual(
      refusal('ExpiredTokenException', 'The security token included in the request is expired'),
    )
  })

  test('a wrong secret', () => {
    const wrong = { ...KEYS, secretAccessKey: 'wrong' }
    expect(verifyRequest(signed({}, wrong), OPTIONS)).toEqual(refusal('InvalidSignatureException', MISMATCH))
    expect(verifyRequest(presigned({}, wrong), OPTIONS)).toEqual(refusal('InvalidSignatureException', MISMATCH))
  })

  test('a payload hash that is not of this body, even where the signature covers it', () => {
    const swapped = { ...signed(), body: Buffer.from('{"max_tokens":2}') }
    expect(verifyRequest(swapped, OPTIONS)).toEqual(refusal('InvalidSignatureException', MISMATCH))
    const { 'x-amz-content-sha256': _hash, ...others } = signed().headers
    const hidden = { ...swapped, headers: others }
    expect(verifyRequest(hidden, OPTIONS)).toEqual(refusal('InvalidSignatureException', MISMATCH))
    const undeclared = withHeaders(swapped, { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })
    expect(verifyRequest(undeclared, OPTIONS)).toEqual(refusal('InvalidSignatureException', MISMATCH))
  })

  test('a presigned body that is another', () => {
    const swapped = { ...presigned(), body: Buffer.from('{}') }
    expect(verifyRequest(swapped, OPTIONS)).toEqual(refusal('InvalidSignatureException', MISMATCH))
  })

  test('a signed header that did not arrive', () => {
    const { 'content-type': _gone, ...others } = signed().headers
    expect(verifyRequest({ ...signed(), headers: others }, OPTIONS)).toEqual(
      refusal('InvalidSignatureException', MISMATCH),
    )
  })

  test('request metadata that the signature does not cover', () => {
    const request = withHeaders(signed(), { 'x-amzn-bedrock-request-metadata': '{"team":"x"}' })
    expect(verifyRequest(request, OPTIONS)).toEqual(refusal('InvalidSignatureException', MISMATCH))
    const covered = signed({ headers: { 'x-amzn-bedrock-request-metadata': '{"team":"x"}' } })
    expect(verifyRequest(covered, OPTIONS)).toMatchObject({ ok: true })
  })

  test('a signature of another length, or none that is hexadecimal', () => {
    const whole = signed()
    for (const signature of ['a', 'Z'.repeat(64), `${authorizationOf(whole).slice(-64)}00`]) {
      const authorization = authorizationOf(whole).slice(0, -64) + signature
      expect(verifyRequest(withHeaders(whole, { authorization }), OPTIONS)).toEqual(
        refusal('InvalidSignatureException', MISMATCH),
      )
    }
  })
})
