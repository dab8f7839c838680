import { getToken } from '@aws/bedrock-token-generator'
import { describe, expect, test } from 'vitest'
import { WireError } from '../wire-error.js'
import { createShortTermKey } from './short-term-key.js'
import type { VerifyOptions } from './types.js'
import { verifyShortTermKey } from './verify/verify-short-term-key.js'

const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const TEMPORARY = { ...KEYS, accessKeyId: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'IQoJb3JpZ2lu/+X2VjEXAMPLE==' }
const MADE = new Date('2026-11-22T10:00:00Z')
const PREFIX = 'bedrock-api-key-'

function lookup(id: string) {
  return [KEYS, TEMPORARY].find((known) => known.accessKeyId === id)
}

function at(date: string, change: Partial<VerifyOptions> = {}): VerifyOptions {
  return { service: 'bedrock', region: 'us-west-2', date: new Date(date), lookup, ...change }
}

function opened(key: string): string {
  return Buffer.from(key.slice(PREFIX.length), 'base64').toString()
}

function closed(url: string): string {
  return PREFIX + Buffer.from(url).toString('base64')
}

/** When AWS's generator says that it made a key, since it reads the clock itself. */
function madeAt(key: string): Date {
  const date = new URL(`https://${opened(key)}`).searchParams.get('X-Amz-Date') ?? ''
  return new Date(date.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'))
}

describe('createShortTermKey', () => {
  test.each([
    ['long-term credentials', KEYS, undefined],
    ['temporary credentials', TEMPORARY, 3600],
  ] as const)("makes the key of AWS's own generator, byte for byte, from %s", async (_name, credentials, expiresIn) => {
    const lifetime = expiresIn === undefined ? {} : { expiresInSeconds: expiresIn }
    const theirs = await getToken({ credentials, region: 'us-west-2', ...lifetime })
    const options = { region: 'us-west-2', date: madeAt(theirs), ...(expiresIn !== undefined && { expiresIn }) }
    expect(createShortTermKey(credentials, options)).toBe(theirs)
    expect(verifyShortTermKey(theirs, at(options.date.toISOString()))).toEqual({
      ok: true,
      accessKeyId: credentials.accessKeyId,
      region: 'us-west-2',
      service: 'bedrock',
      scheme: 'bearer',
    })
  })

  test.each([0, -1, 43_201, Number.NaN])('refuses %d seconds', (expiresIn) => {
    expect(() => createShortTermKey(KEYS, { region: 'us-west-2', date: MADE, expiresIn })).toThrow(WireError)
  })
})

describe('verifyShortTermKey', () => {
  const key = createShortTermKey(KEYS, { region: 'us-west-2', date: MADE, expiresIn: 3600 })
  const invalid = {
    ok: false,
    status: 403,
    type: 'AccessDeniedException',
    message: 'Authentication failed: Please make sure your API Key is valid.',
    capitalMessage: true,
  }

  test('takes a key to its last second, for mantle too', () => {
    expect(verifyShortTermKey(key, at('2026-11-22T11:00:00Z'))).toMatchObject({ ok: true })
    expect(verifyShortTermKey(key, at('2026-11-22T10:30:00Z', { service: 'bedrock-mantle' }))).toMatchObject({
      ok: true,
    })
  })

  test('says of a key whose time is over that it expired', () => {
    expect(verifyShortTermKey(key, at('2026-11-22T11:00:01Z'))).toEqual({
      ok: false,
      status: 403,
      type: 'InvalidSignatureException',
      message: 'Signature expired: 20261122T100000Z is now earlier than 20261122T100001Z (20261122T110001Z - 60 min.)',
    })
  })

  test('refuses a key of another region', () => {
    expect(verifyShortTermKey(key, at('2026-11-22T10:30:00Z', { region: 'us-east-1' }))).toEqual(invalid)
  })

  test('refuses a key of credentials that are unknown, have another secret, or ended', () => {
    const now = '2026-11-22T10:30:00Z'
    expect(verifyShortTermKey(key, at(now, { lookup: () => undefined }))).toEqual(invalid)
    expect(verifyShortTermKey(key, at(now, { lookup: () => ({ secretAccessKey: 'other' }) }))).toEqual(invalid)
    expect(verifyShortTermKey(key, at(now, { lookup: () => ({ ...KEYS, sessionToken: 'needed' }) }))).toEqual(invalid)
    expect(verifyShortTermKey(key, at(now, { lookup: () => ({ ...KEYS, expired: true }) }))).toMatchObject({
      type: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    })
  })

  test.each([
    ['nothing', ''],
    ['a long-term key', 'ABSKQmVkcm9ja0FQSUtleS1leGFtcGxl'],
    ['the prefix alone', PREFIX],
    ['no base64', `${PREFIX}%%%`],
    ['another host', closed(opened(key).replace('bedrock.amazonaws.com', 'bedrock.example.com'))],
    ['another action', closed(opened(key).replace('CallWithBearerToken', 'CallWithBearerTokem'))],
    ['a longer life', closed(opened(key).replace('X-Amz-Expires=3600', 'X-Amz-Expires=36000'))],
    ['an impossible life', closed(opened(key).replace('X-Amz-Expires=3600', 'X-Amz-Expires=43201'))],
    ['no life', closed(opened(key).replace('&X-Amz-Expires=3600', ''))],
    ['no signature', closed(opened(key).replace(/&X-Amz-Signature=[0-9a-f]+/, ''))],
    ['an added parameter', closed(`${opened(key)}&more=1`)],
    ['another version', closed(opened(key).replace('Version=1', 'Version=2'))],
    ['white space', `${key.slice(0, 40)}\n${key.slice(40)}`],
  ])('refuses %s', (_name, bad) => {
    expect(verifyShortTermKey(bad, at('2026-11-22T10:30:00Z'))).toEqual(invalid)
  })

  test('refuses a key in which any one character is another', () => {
    const options = at('2026-11-22T10:30:00Z')
    const accepted: string[] = []
    for (let index = 0; index < key.length; index++) {
      for (const other of ['a', 'Z', '0', '9', '/', '+', '=', '-']) {
        const changed = key.slice(0, index) + other + key.slice(index + 1)
        if (changed !== key && verifyShortTermKey(changed, options).ok) accepted.push(changed)
      }
    }
    expect(accepted).toEqual([])
  })
})
