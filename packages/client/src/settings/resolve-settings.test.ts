import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isOutcropError } from '../errors/index.js'
import { environmentSecrets } from './environment-secrets.js'
import { resolveSettings, withoutPassword } from './index.js'
import type { SettingsSources } from './index.js'

const home = resolve('/home/ann')
const cwd = resolve('/srv/project/src')
const project = join(resolve('/srv/project'), 'outcrop.config.json')
const user = join(home, '.outcrop', 'config.json')
const awsConfig = join(home, '.aws', 'config')
const awsCredentials = join(home, '.aws', 'credentials')

function settingsOf(files: Record<string, string> = {}, sources: Partial<SettingsSources> = {}) {
  return resolveSettings({ env: {}, cwd, home, readFile: (path) => files[path], ...sources })
}

function refusal(run: () => unknown) {
  try {
    run()
  } catch (error) {
    if (isOutcropError(error)) return error
  }
  throw new Error('nothing was refused')
}

describe('a setting', () => {
  const files = { [project]: '{"defaultModel":"from-project"}', [user]: '{"defaultModel":"from-user"}' }

  test('comes from the strongest place, and says which', () => {
    const env = { BEDROCK_DEFAULT_MODEL: 'from-env' }
    const flags = { defaultModel: 'from-flag' }
    expect(settingsOf(files, { env, flags }).defaultModel).toEqual({ value: 'from-flag', origin: 'flag' })
    expect(settingsOf(files, { env }).defaultModel).toEqual({
      value: 'from-env',
      origin: 'environment',
      source: 'BEDROCK_DEFAULT_MODEL',
    })
    expect(settingsOf(files).defaultModel).toEqual({ value: 'from-project', origin: 'project file', source: project })
    expect(settingsOf({ [user]: files[user] as string }).defaultModel).toEqual({
      value: 'from-user',
      origin: 'user file',
      source: user,
    })
    expect(settingsOf().defaultModel).toEqual({ value: 'sonnet', origin: 'default' })
  })

  test('has a default', () => {
    const values = Object.fromEntries(Object.entries(settingsOf()).map(([name, { value }]) => [name, value as unknown]))
    expect(values).toEqual({
      region: 'us-east-1',
      defaultModel: 'sonnet',
      maxRetries: 2,
      timeoutMs: 600_000,
      logLevel: 'warn',
      debug: false,
      local: false,
      fips: false,
      dualStack: false,
      home: join(home, '.outcrop'),
      pins: {},
      quotas: {},
    })
  })

  test.each([
    ['AWS_REGION', 'region', 'eu-west-1', 'eu-west-1'],
    ['AWS_DEFAULT_REGION', 'region', 'us-gov-west-1', 'us-gov-west-1'],
    ['AWS_PROFILE', 'profile', 'work', 'work'],
    ['AWS_ENDPOINT_URL_BEDROCK_RUNTIME', 'endpoint', 'http://127.0.0.1:1/', 'http://127.0.0.1:1'],
    ['AWS_ENDPOINT_URL', 'endpoint', 'https://b.test', 'https://b.test'],
    ['AWS_ENDPOINT_URL_BEDROCK', 'controlEndpoint', 'https://c.test/x//', 'https://c.test/x'],
    ['AWS_ENDPOINT_URL', 'controlEndpoint', 'https://b.test', 'https://b.test'],
    ['AWS_ENDPOINT_URL_SERVICE_QUOTAS', 'quotasEndpoint', 'https://q.test', 'https://q.test'],
    ['AWS_ENDPOINT_URL', 'quotasEndpoint', 'https://b.test', 'https://b.test'],
    ['AWS_ENDPOINT_URL_STS', 'stsEndpoint', 'https://s.test', 'https://s.test'],
    ['AWS_ENDPOINT_URL_IAM', 'iamEndpoint', 'https://i.test', 'https://i.test'],
    ['OUTCROP_RESIDENCY', 'residency', 'EU', 'eu'],
    ['BEDROCK_MAX_RETRIES', 'maxRetries', ' 5 ', 5],
    ['BEDROCK_TIMEOUT_MS', 'timeoutMs', '30000', 30_000],
    ['BEDROCK_LOG_LEVEL', 'logLevel', 'info', 'info'],
    ['BEDROCK_DEBUG', 'debug', 'true', true],
    ['OUTCROP_LOCAL', 'local', '1', true],
    ['OUTCROP_LOCAL', 'local', 'off', false],
    ['OUTCROP_HOME', 'home', '/elsewhere', '/elsewhere'],
    ['OUTCROP_MODELS', 'models', 'm.json', 'm.json'],
    ['AWS_USE_FIPS_ENDPOINT', 'fips', 'true', true],
    ['AWS_USE_DUALSTACK_ENDPOINT', 'dualStack', 'yes', true],
    ['HTTPS_PROXY', 'httpsProxy', 'proxy.test:8080', 'http://proxy.test:8080'],
    ['https_proxy', 'httpsProxy', 'https://proxy.test', 'https://proxy.test'],
    ['http_proxy', 'httpProxy', 'http://proxy.test', 'http://proxy.test'],
    ['no_proxy', 'noProxy', 'a,b', 'a,b'],
    ['AWS_CA_BUNDLE', 'caBundle', 'ca.pem', 'ca.pem'],
    ['NODE_EXTRA_CA_CERTS', 'extraCaCerts', 'ca.pem', 'ca.pem'],
  ] as const)('%s sets %s', (variable, name, text, value) => {
    expect(settingsOf({}, { env: { [variable]: text } })[name]).toEqual({
      value,
      origin: 'environment',
      source: variable,
    })
  })

  test('that is set to nothing is not set', () => {
    expect(settingsOf({}, { env: { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-1' } }).region.value).toBe('eu-west-1')
  })
})

describe('a wrong value', () => {
  test.each([
    ['BEDROCK_MAX_RETRIES', '-1', 'whole number'],
    ['BEDROCK_MAX_RETRIES', '1.5', 'whole number'],
    ['BEDROCK_TIMEOUT_MS', 'soon', 'milliseconds'],
    ['BEDROCK_TIMEOUT_MS', '0', 'milliseconds'],
    ['BEDROCK_LOG_LEVEL', 'loud', 'silent, error, warn, info, debug'],
    ['BEDROCK_DEBUG', 'perhaps', 'true or false'],
    ['AWS_REGION', 'evil.example/', 'AWS region'],
    ['AWS_ENDPOINT_URL', 'ftp://b.test', 'https://'],
    ['AWS_ENDPOINT_URL', 'https://', 'https://'],
    ['OUTCROP_RESIDENCY', 'mars', 'us, eu'],
  ])('%s=%s is refused, with its place and what is accepted', (variable, value, expected) => {
    const error = refusal(() => settingsOf({}, { env: { [variable]: value } }))
    expect(error).toMatchObject({ code: 'invalid_request', name: 'RequestError' })
    expect(error.message).toContain(`${variable} is ${JSON.stringify(value)}`)
    expect(error.message).toContain(expected)
    expect(error.remedy).toContain(variable)
  })

  test('of a proxy is not repeated, because it may hold a password', () => {
    const error = refusal(() => settingsOf({}, { env: { HTTPS_PROXY: 'socks5://ann:hunter22@proxy.test' } }))
    expect(`${error.message} ${error.remedy}`).not.toContain('hunter22')
  })

  test('in a file names the file', () => {
    expect(refusal(() => settingsOf({ [project]: '{"maxRetries":"many"}' })).message).toContain(project)
    expect(refusal(() => settingsOf({ [project]: '{"pins":["sonnet"]}' })).message).toContain('pins')
    expect(refusal(() => settingsOf({ [user]: '[]' })).message).toContain(`${user} is not a JSON object`)
    expect(refusal(() => settingsOf({ [project]: '{' })).message).toContain(`${project} is not a JSON object`)
  })

  test('of a flag names the flag', () => {
    expect(refusal(() => settingsOf({}, { flags: { maxRetries: 'x' } })).message).toBe(
      'maxRetries is "x", but has to be a whole number from 0 to 100',
    )
  })
})

describe('files', () => {
  test('are found in the directories above, and mean their paths from where they are', () => {
    const settings = settingsOf({ [project]: '{"models":"models.json","pins":{"sonnet":"claude-sonnet-4-5"}}' })
    expect(settings.models).toMatchObject({
      value: join(resolve('/srv/project'), 'models.json'),
      origin: 'project file',
    })
    expect(settings.pins.value).toEqual({ sonnet: 'claude-sonnet-4-5' })
  })

  test('of the user are in OUTCROP_HOME', () => {
    const path = join(resolve('/elsewhere'), 'config.json')
    const settings = settingsOf({ [path]: '{"region":"eu-west-1"}' }, { env: { OUTCROP_HOME: resolve('/elsewhere') } })
    expect(settings.region).toEqual({ value: 'eu-west-1', origin: 'user file', source: path })
  })

  test('say nothing of what belongs to this machine', () => {
    expect(settingsOf({ [project]: '{"local":true,"httpsProxy":"http://x"}' })).toMatchObject({
      local: { value: false },
      httpsProxy: { origin: 'default' },
    })
  })

  test('are left alone where no directory is given', () => {
    const files = { [project]: '{"defaultModel":"x"}', [user]: '{"defaultModel":"y"}' }
    const settings = resolveSettings({ env: {}, home, readFile: (path) => (files as Record<string, string>)[path] })
    expect(settings.defaultModel.origin).toBe('default')
  })
})

describe('AWS’s files', () => {
  const config = `# a comment
[default]
region = eu-central-1
[profile work]
region=ap-northeast-1 ; Tokyo
services = local
s3 =
  max_concurrent_requests = 20
[services local]
bedrock_runtime =
  endpoint_url = http://127.0.0.1:4580
bedrock =
  endpoint_url = http://127.0.0.1:4581
[profile simple]
endpoint_url = http://127.0.0.1:4582
`

  test('give region and endpoints of the profile, where nothing else says them', () => {
    const files = { [awsConfig]: config }
    expect(settingsOf(files).region).toEqual({
      value: 'eu-central-1',
      origin: 'aws profile',
      source: 'profile default',
    })
    expect(settingsOf(files, { env: { AWS_PROFILE: 'work' } })).toMatchObject({
      region: { value: 'ap-northeast-1', origin: 'aws profile', source: 'profile work' },
      endpoint: { value: 'http://127.0.0.1:4580' },
      controlEndpoint: { value: 'http://127.0.0.1:4581' },
    })
    expect(settingsOf(files, { flags: { profile: 'simple' } }).endpoint.value).toBe('http://127.0.0.1:4582')
    expect(settingsOf(files, { env: { AWS_REGION: 'us-west-2' } }).region.origin).toBe('environment')
  })

  test('may be elsewhere, and their endpoints may be ignored', () => {
    const env = { AWS_CONFIG_FILE: '/else/config', AWS_PROFILE: 'work', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }
    expect(settingsOf({ '/else/config': config }, { env })).toMatchObject({
      region: { value: 'ap-northeast-1' },
      endpoint: { value: undefined },
    })
  })

  test('give the region also beside the keys', () => {
    const files = { [awsCredentials]: '[work]\naws_access_key_id = AKIDWORK\nregion = eu-north-1\n' }
    expect(settingsOf(files, { env: { AWS_PROFILE: 'work' } }).region.value).toBe('eu-north-1')
  })

  test('with a region that cannot be are refused', () => {
    expect(refusal(() => settingsOf({ [awsConfig]: '[default]\nregion = nowhere/\n' })).message).toContain(
      'profile default',
    )
  })
})

test('secrets are read apart from the settings', () => {
  const env = {
    AWS_ACCESS_KEY_ID: ' AKID ',
    AWS_SECRET_ACCESS_KEY: 'the-secret-key',
    AWS_SESSION_TOKEN: '',
    AWS_BEARER_TOKEN_BEDROCK: 'the-bearer-token',
  }
  expect(environmentSecrets(env)).toEqual({
    accessKeyId: 'AKID',
    secretAccessKey: 'the-secret-key',
    bearerToken: 'the-bearer-token',
  })
  expect(JSON.stringify(settingsOf({}, { env }))).not.toMatch(/AKID|the-secret-key|the-bearer-token/)
})

test('an address is shown without its password', () => {
  expect(withoutPassword('http://ann:hunter22@proxy.test:8080/')).toBe('http://ann:…@proxy.test:8080/')
  expect(withoutPassword('http://proxy.test')).toBe('http://proxy.test')
})
