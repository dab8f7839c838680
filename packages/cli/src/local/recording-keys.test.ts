import { expect, test } from 'vitest'
import { withRecordingKeys } from './recording-keys.js'

const engine = { kind: 'record', directory: 'cassettes' } as const
const pair = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret' }
const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' }

test.each([
  ['a key pair', pair, { ...engine, credentials }],
  [
    'temporary keys',
    { ...pair, AWS_SESSION_TOKEN: 't' },
    { ...engine, credentials: { ...credentials, sessionToken: 't' } },
  ],
  ['an API key, which wins', { ...pair, AWS_BEARER_TOKEN_BEDROCK: 'k' }, { ...engine, bearerToken: 'k' }],
  ['half a pair', { AWS_ACCESS_KEY_ID: 'AKIA' }, engine],
  ['nothing', {}, engine],
])('a recording takes %s of the environment', (_what, env, expected) => {
  expect(withRecordingKeys({ engine }, env)).toEqual({ engine: expected })
})

test('what the configuration says stays, and other engines need no keys', () => {
  const own = { engine: { ...engine, bearerToken: 'own' } }
  expect(withRecordingKeys(own, pair)).toBe(own)
  const replay = { engine: { kind: 'replay', directory: 'cassettes' } } as const
  expect(withRecordingKeys(replay, pair)).toBe(replay)
  expect(withRecordingKeys({}, pair)).toEqual({})
})
