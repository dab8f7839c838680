import { describe, expect, test } from 'vitest'
import { cleanCause, createRedactor } from './redact.js'

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

describe('redaction', () => {
  test.each([
    ['a short-term API key', 'key bedrock-api-key-YmVkcm9jay5hbWF6b25hd3M= refused', 'YmVkcm9j'],
    ['a long-term API key', 'ABSKQmVkcm9ja0FQSUtleS1leGFtcGxl is wrong', 'QmVkcm9j'],
    ['a bearer token', 'Authorization: Bearer abc.def.ghi', 'abc.def'],
    ['a session token in a canonical request', 'x-amz-security-token:IQoJb3JpZ2luX2VjEXAMPLE\nhost', 'IQoJ'],
    ['a signature', 'Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7', '5d672d79'],
    ['a secret in JSON', `{"SecretAccessKey": "${secret}", "Version": 1}`, 'wJalr'],
    ['a secret in a settings file', `aws_secret_access_key = ${secret}`, 'wJalr'],
    ['a token of SSO', '{"accessToken":"eyJlbmMiOiJBMjU2R0NN"}', 'eyJlbmMi'],
    ['an access key id', 'AKIAIOSFODNN7EXAMPLE', 'ODNN7EXAMPLE'],
    ["a proxy's password", 'http://ann:hunter2@proxy.example:8080', 'hunter2'],
  ])('takes out %s by its form', (_, text, hidden) => {
    const clean = createRedactor().redact(text)
    expect(clean).not.toContain(hidden)
    expect(clean).toContain('…')
  })

  test('takes out a value that it was told, wherever it stands', () => {
    const redactor = createRedactor()
    redactor.learn(secret)
    redactor.learn(undefined)
    expect(redactor.redact(`the secret ${secret} in the middle`)).toBe('the secret … in the middle')
  })

  test('leaves what is too short to be a secret, and all else, as it is', () => {
    const redactor = createRedactor()
    redactor.learn('the')
    const text = 'the answer: arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude'
    expect(redactor.redact(text)).toBe(text)
  })

  test('forgets the oldest of very many, and keeps the latest', () => {
    const redactor = createRedactor()
    for (let index = 0; index < 100; index++) redactor.learn(`secret-number-${index}-`)
    expect(redactor.redact('secret-number-99-')).toBe('…')
    expect(redactor.redact('secret-number-0-')).toBe('secret-number-0-')
  })

  test('copies a cause without secrets and without what hangs on it', () => {
    const redactor = createRedactor()
    redactor.learn(secret)
    const error = Object.assign(new TypeError(`failed with ${secret}`), { code: 'EFAIL', request: { secret } })
    const clean = cleanCause(error, redactor)
    expect(clean).toMatchObject({ name: 'TypeError', message: 'failed with …', code: 'EFAIL' })
    expect(clean).not.toHaveProperty('request')
    expect(cleanCause('text', redactor).message).toBe('text')
  })
})
