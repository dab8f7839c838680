import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createRedactor } from '../errors/redact.js'
import { awsChain } from './aws-chain.js'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'outcrop-aws-'))
  // The library reads these itself; nothing of this machine may answer.
  for (const name of ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_WEB_IDENTITY_TOKEN_FILE'])
    vi.stubEnv(name, undefined)
  for (const name of ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'])
    vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('HOME', directory)
  vi.stubEnv('USERPROFILE', directory)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(directory, { recursive: true, force: true })
})

function chainWith(files: { config?: string; credentials?: string }, profile?: string) {
  const notices: string[] = []
  const env = {
    AWS_CONFIG_FILE: join(directory, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'credentials'),
  }
  // Its part for SSO looks for the file in the environment alone.
  vi.stubEnv('AWS_CONFIG_FILE', env.AWS_CONFIG_FILE)
  writeFileSync(env.AWS_CONFIG_FILE, files.config ?? '')
  writeFileSync(env.AWS_SHARED_CREDENTIALS_FILE, files.credentials ?? '')
  const onNotice = (notice: string) => notices.push(notice)
  return { notices, fetch: awsChain({ profile, env, region: 'us-east-1', redactor: createRedactor(), onNotice }) }
}

const sso = (startUrl: string) =>
  `[profile work]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Dev\n`

describe('AWS’s own search for credentials', () => {
  test('finds the keys of the default profile, and of a named one', async () => {
    const credentials =
      '[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key = s1\n[work]\naws_access_key_id = AKIDWORK\naws_secret_access_key = s2\naws_session_token = t2\n'
    expect(await chainWith({ credentials }).fetch()).toEqual({ accessKeyId: 'AKIDDEFAULT', secretAccessKey: 's1' })
    expect(await chainWith({ credentials }, 'work').fetch()).toEqual({
      accessKeyId: 'AKIDWORK',
      secretAccessKey: 's2',
      sessionToken: 't2',
    })
  })

  test('runs the process of a profile, and takes its expiry', async () => {
    const output = { Version: 1, AccessKeyId: 'AKIDPROCESS', SecretAccessKey: 's3', Expiration: '2126-01-01T00:00:00Z' }
    const script = join(directory, 'process.cjs')
    writeFileSync(script, `console.log(${JSON.stringify(JSON.stringify(output))})`)
    const config = `[profile work]\ncredential_process = "${process.execPath}" "${script}"\n`
    expect(await chainWith({ config }, 'work').fetch()).toEqual({
      accessKeyId: 'AKIDPROCESS',
      secretAccessKey: 's3',
      expiration: new Date('2126-01-01T00:00:00Z'),
    })
  })

  test('finds nothing: says what may be set, and that no account is needed to try', async () => {
    await expect(chainWith({}).fetch()).rejects.toMatchObject({
      code: 'credentials_missing',
      name: 'AccessError',
      remedy: expect.stringMatching(/AWS_PROFILE.*AWS_BEARER_TOKEN_BEDROCK.*--local/) as string,
    })
  })

  test('a profile that does not exist is named', async () => {
    await expect(chainWith({}, 'wrok').fetch()).rejects.toMatchObject({
      code: 'credentials_missing',
      message: expect.stringContaining('wrok') as string,
      remedy: expect.stringContaining('aws configure list-profiles') as string,
    })
  })

  test('SSO without a session says how to sign in', async () => {
    await expect(chainWith({ config: sso('https://example.awsapps.com/start') }, 'work').fetch()).rejects.toMatchObject(
      {
        code: 'credentials_expired',
        remedy: 'Sign in again: aws sso login --profile work',
      },
    )
  })

  test('SSO with a session that is over says how to sign in', async () => {
    const startUrl = 'https://example.awsapps.com/start'
    const cache = join(directory, '.aws', 'sso', 'cache')
    mkdirSync(cache, { recursive: true })
    const name = `${createHash('sha1').update(startUrl).digest('hex')}.json`
    writeFileSync(
      join(cache, name),
      JSON.stringify({
        accessToken: 'sso-token-of-a-test',
        expiresAt: '2020-01-01T00:00:00Z',
        region: 'us-east-1',
        startUrl,
      }),
    )
    const error = await chainWith({ config: sso(startUrl) }, 'work')
      .fetch()
      .then(
        () => undefined,
        (reason: unknown) => reason,
      )
    expect(error).toMatchObject({ code: 'credentials_expired', remedy: 'Sign in again: aws sso login --profile work' })
    expect(JSON.stringify([error, (error as Error).cause])).not.toContain('sso-token-of-a-test')
  })

  test('a session of `sso_session` that is not there too', async () => {
    const config =
      '[profile work]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\n[sso-session corp]\nsso_start_url = https://example.awsapps.com/start\nsso_region = us-east-1\n'
    await expect(chainWith({ config }, 'work').fetch()).rejects.toMatchObject({
      code: 'credentials_expired',
      remedy: 'Sign in again: aws sso login --profile work',
    })
  })

  test('a process that fails is told without what it printed of secrets', async () => {
    const script = join(directory, 'process.cjs')
    writeFileSync(
      script,
      'console.error(\'{"SecretAccessKey":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}\'); process.exit(1)',
    )
    const config = `[profile work]\ncredential_process = "${process.execPath}" "${script}"\n`
    const error = await chainWith({ config }, 'work')
      .fetch()
      .then(
        () => undefined,
        (reason: unknown) => reason as Error,
      )
    expect(error).toMatchObject({ code: 'credentials_missing' })
    expect(JSON.stringify([error, error?.message, error?.stack, String(error?.cause)])).not.toContain('wJalr')
  })

  test('a role that asks for a code says so', async () => {
    const config =
      '[profile work]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = default\nmfa_serial = arn:aws:iam::111122223333:mfa/ann\n[default]\n'
    const credentials = '[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key = s1\n'
    await expect(chainWith({ config, credentials }, 'work').fetch()).rejects.toMatchObject({
      code: 'credentials_missing',
      message: 'Profile work asks for a code',
      cause: { message: expect.stringContaining('multi-factor') as string },
    })
  })

  test('announces nothing about Node, and leaves the switch for that as it was', async () => {
    const warnings: unknown[] = []
    const listen = (warning: unknown) => warnings.push(warning)
    process.on('warning', listen)
    await chainWith({ config: sso('https://example.awsapps.com/start') }, 'work')
      .fetch()
      .catch(() => undefined)
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    process.off('warning', listen)
    expect(warnings).toEqual([])
    expect(process.env).not.toHaveProperty('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED')
  })
})
