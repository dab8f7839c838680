import { expect, test } from 'vitest'
import { credentialVariables } from './credential-variables.js'

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

test('secrets are hidden whole, a key id keeps its ends', () => {
  const env = {
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SESSION_TOKEN: 'session-token-of-some-length',
    AWS_BEARER_TOKEN_BEDROCK: 'bedrock-api-key-of-some-length',
    PATH: '/bin',
  }
  expect(credentialVariables(env)).toEqual([
    { name: 'AWS_ACCESS_KEY_ID', masked: 'AKIA****MPLE' },
    { name: 'AWS_SECRET_ACCESS_KEY', masked: '****' },
    { name: 'AWS_SESSION_TOKEN', masked: '****' },
    { name: 'AWS_BEARER_TOKEN_BEDROCK', masked: '****' },
  ])
})

test('what is not set is not listed, and a short key id is hidden whole', () => {
  expect(credentialVariables({ AWS_ACCESS_KEY_ID: 'SHORT', AWS_SESSION_TOKEN: '' })).toEqual([
    { name: 'AWS_ACCESS_KEY_ID', masked: '****' },
  ])
})
