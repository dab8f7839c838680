import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findSecrets } from './find-secrets.js'
import { markSecrets } from './mark-secrets.js'
import { redactText } from './redact.js'
import { secretFileKind } from './secret-file.js'

/** Letters and digits without a pattern, the same each time. No value of this test is a secret of anybody. */
function noise(length: number, alphabet = 'QzX7vKpR2mWcT9hLbY4nJdG6fS8kVxA3qZ5wEuPjHrNtBy'): string {
  let state = 7 + length
  return Array.from({ length }, () => {
    state = (state * 48271) % 2147483647
    return alphabet[state % alphabet.length]
  }).join('')
}

/** Keeps what looks like a secret out of this file's own text. */
const part = (text: string) => text

const base32 = 'QZX7VKPR2MWCT4HLBYNJDG6FS3UAEIO5'
const keyLines = Array.from({ length: 4 }, (_, line) => noise(60 + line)).join('\n')
const begin = (kind: string) => `-----BEGIN ${kind}-----`
const end = (kind: string) => `-----END ${kind}-----`

const secrets: readonly (readonly [string, string, string])[] = [
  ['AWS access key id', `id = ${part('AKIA')}${noise(16, base32)}`, noise(16, base32)],
  ['AWS access key id', `"${part('ASIA')}${noise(16, base32)}"`, noise(16, base32)],
  ['AWS secret access key', `aws_secret_access_key = ${noise(40)}`, noise(40)],
  ['AWS secret access key', `secretAccessKey: '${noise(40)}',`, noise(40)],
  ['AWS session token', `export AWS_SESSION_TOKEN=${noise(300)}==`, noise(300)],
  ['Bedrock API key', `key=${part('ABSK')}${noise(100)}=`, noise(100)],
  ['private key', `${begin('RSA PRIVATE KEY')}\n${keyLines}\n${end('RSA PRIVATE KEY')}`, noise(60)],
  ['private key', `"${begin('PRIVATE KEY')}\\n${noise(80)}\\n${end('PRIVATE KEY')}\\n"`, noise(80)],
  ['GitHub token', `${part('ghp')}_${noise(36)}`, noise(36)],
  ['GitHub token', `${part('github_pat')}_${noise(22)}_${noise(59)}`, noise(59)],
  ['GitLab token', `${part('glpat')}-${noise(20)}`, noise(20)],
  ['Slack token', `${part('xoxb')}-240871653092-240871653193-${noise(24)}`, noise(24)],
  ['Slack webhook', `https://hooks.slack.com/services/T0ABCDEFG/B0ABCDEFG/${noise(24)}`, noise(24)],
  ['Stripe key', `${part('sk_live')}_${noise(24)}`, noise(24)],
  ['Google API key', `${part('AIza')}${noise(35)}`, noise(35)],
  ['Anthropic API key', `${part('sk-ant')}-api03-${noise(93)}AA`, noise(93)],
  ['OpenAI API key', `${part('sk-proj')}-${noise(74)}${part('T3BlbkFJ')}${noise(74)}`, noise(74)],
  ['npm token', `//registry/:_authToken=${part('npm')}_${noise(36)}`, noise(36)],
  ['JSON Web Token', `${part('eyJ')}${noise(30)}.${part('eyJ')}${noise(40)}.${noise(43)}`, noise(40)],
  ['password in a URL', `postgres://app:${noise(16)}@db.internal:5432/app`, noise(16)],
  ['password in a connection string', `Server=db;Database=a;User Id=sa;Password=${noise(16)};`, noise(16)],
  ['authorization header', `Authorization: Bearer ${noise(40)}`, noise(40)],
  ['secret value', `const clientSecret = '${noise(32)}'`, noise(32)],
  ['secret value', `DB_PASSWORD=${noise(24)}`, noise(24)],
  ['secret value', `config["api_key"] = "${noise(32)}"`, noise(32)],
  ['secret value', `  authToken: "${noise(28)}",`, noise(28)],
]

test.each(secrets)('%s is found in %s', (kind, line, value) => {
  const clean = redactText('a.txt', `first\n${line}\nlast\n`)
  expect(clean.text).not.toContain(value)
  expect(clean.redactions[0]).toEqual({
    path: 'a.txt',
    line: 2,
    secret: kind,
  })
  expect(clean.text.split('\n').length).toBe(`first\n${line}\nlast\n`.split('\n').length)
  expect(clean.text.startsWith('first\n')).toBe(true)
  expect(clean.text.endsWith('\nlast\n')).toBe(true)
})

test.each([
  'AKIAIOSFODNN7EXAMPLE',
  'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'password: process.env.DATABASE_PASSWORD',
  "const token = 'your-token-goes-here-please'",
  "password = 'correct horse battery staple'",
  'api_key = "${API_KEY_FROM_ENVIRONMENT_1}"',
  "secretName: 'my-service-production-secret'",
  'https://user:password@example.com/path',
  'postgres://postgres:postgres@localhost:5432/test',
  'tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased-v2-512")',
  'integrity="sha512-9p8F6oKb0UcbjzKVZB4wDkX4KWc3yYHh0vS8PbXyBn2dH0dQnE9wQjL8u1nGTr6cdgP2vD3kfr0yLkZzqkqUzA=="',
  'commit = "3f786850e387550fdab836ed7e6dc881de23001b"',
  'const passwordFieldIdentifier = getElementById("password-field-1")',
  'nextToken: response.data.pagination.nextPageToken2',
])('%s is no secret', (line) => {
  expect(findSecrets(line)).toEqual([])
})

test('all lines inside a private key are marked, and no other', () => {
  const text = `a\n${begin('EC PRIVATE KEY')}\n${keyLines}\n${end('EC PRIVATE KEY')}\nb\n`
  const clean = redactText('a.txt', text)
  const marks = '[redacted: private key]\n'.repeat(4)
  expect(clean.text).toBe(`a\n${begin('EC PRIVATE KEY')}\n${marks}${end('EC PRIVATE KEY')}\nb\n`)
})

test('whatever stands around secrets stays, line by line, and the same text gives the same marks', () => {
  const line = fc.oneof(fc.string(), fc.constantFrom(...secrets.map(([, text]) => text)))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const text = lines.join('\n')
      const clean = redactText('a.txt', text)
      const lineOf = (at: number) => text.slice(0, at).split('\n').length
      const marked = markSecrets(text).map(({ start, end }) => [lineOf(start), lineOf(end)] as const)
      const after = clean.text.split('\n')
      expect(after).toHaveLength(text.split('\n').length)
      const isKept = (_: string, index: number) =>
        !marked.some(([first, last]) => first <= index + 1 && index + 1 <= last)
      expect(after.filter(isKept)).toEqual(text.split('\n').filter(isKept))
      expect(redactText('a.txt', text)).toEqual(clean)
      expect(redactText('a.txt', clean.text).text).toBe(clean.text)
    }),
  )
})

test('long lines without line breaks are searched in no time', () => {
  const hostile = [
    `password=${'a'.repeat(300_000)}`,
    'token: '.repeat(50_000),
    'a://b:'.repeat(50_000),
    `${begin('PRIVATE KEY')} `.repeat(10_000),
    `server=${';pwd'.repeat(60_000)}`,
    'eyJ'.repeat(100_000),
  ]
  for (const text of hostile) expect(findSecrets(text).length).toBeLessThan(60_000)
})

test.each([
  ['.env', 'A=1\n', true],
  ['config/.env.production', 'export A="b"\n', true],
  ['.env.example', 'A=1\n', false],
  ['.env', '# nothing\nA=\n', false],
  ['deploy/id_rsa', begin('OPENSSH PRIVATE KEY'), true],
  ['certs/server.pem', begin('CERTIFICATE'), false],
  ['.aws/credentials', 'aws_secret_access_key = x', true],
  ['.npmrc', '//r/:_authToken=abc', true],
  ['.npmrc', 'save-exact=true', false],
  ['.npmrc', '//r/:_authToken=${NPM_TOKEN}', false],
  ['key.json', `{"type": "service_account", "private_key": "${begin('PRIVATE KEY')}"}`, true],
  ['src/credentials.ts', 'password = 1', false],
])('%s with %j is a secret as a whole: %s', (path, text, expected) => {
  expect(secretFileKind(path, text) !== undefined).toBe(expected)
})
