import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EmulatorOptions } from '@outcrop/emulator'
import { createShortTermKey } from '@outcrop/wire/sigv4'
import { startProxy, startTlsServer } from '../../packages/client/testing/tls-server.js'
import { onTestFinished, vi } from 'vitest'
import type { SetUp } from './run-doctor.js'
import { allowing, closedPort, emulated, sonnetModels, sonnetProfile, tlsBefore, webPage } from './stages.js'

/** Stages a set-up that is broken in one way. `home`: an empty folder of its own. */
export type Stage = (home: string) => Promise<SetUp>

const keys = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const noKeys = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }
const credentials = { accessKeyId: keys.AWS_ACCESS_KEY_ID, secretAccessKey: keys.AWS_SECRET_ACCESS_KEY }
const session = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'temporary-secret-of-the-tests',
  sessionToken: 'session-token-of-the-tests',
}
const hour = 3_600_000

/** On the emulator: its options, and what is set otherwise than it should be. */
const on =
  (options: EmulatorOptions, env: Readonly<Record<string, string>> = {}, args: readonly string[] = []): Stage =>
  async () => ({ env: { ...(await emulated(options)), ...env }, args })

/** Without an emulator: AWS's own hosts, which a set-up that is broken like this never reaches. */
const at =
  (env: Readonly<Record<string, string>>, args: readonly string[] = []): Stage =>
  () =>
    Promise.resolve({
      env: { ...keys, AWS_REGION: 'us-east-1', BEDROCK_DEFAULT_MODEL: 'claude-sonnet-4-5', ...env },
      args,
    })

/** Through a proxy that is started for it. */
const through =
  (make: () => Promise<Readonly<Record<string, string>>>): Stage =>
  async (home) =>
    at(await make())(home)

type Disposable = AsyncDisposable & { readonly port: number }

function kept<Server extends Disposable>(server: Server): Server {
  onTestFinished(() => server[Symbol.asyncDispose]())
  return server
}

const proxied = async (manner: 'connect' | 'refuse' | 'ask for a login', secure = false) => {
  const target = kept(await startTlsServer())
  const proxy = kept(await startProxy(target.port, { manner, secure }))
  return `${secure ? 'https' : 'http'}://127.0.0.1:${proxy.port}`
}

/** AWS's files with one profile. */
function withProfile(home: string, config: string, cache?: { readonly startUrl: string; readonly token: object }) {
  mkdirSync(join(home, '.aws', 'sso', 'cache'), { recursive: true })
  writeFileSync(join(home, '.aws', 'config'), config)
  if (cache !== undefined) {
    const name = createHash('sha1').update(cache.startUrl).digest('hex')
    writeFileSync(join(home, '.aws', 'sso', 'cache', `${name}.json`), JSON.stringify(cache.token))
  }
  return {
    AWS_CONFIG_FILE: join(home, '.aws', 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials'),
  }
}

const expiredSso: Stage = async (home) => {
  const before = process.env['HOME'] ?? ''
  const startUrl = 'https://example.awsapps.com/start'
  const sso = `[profile work]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\nsso_account_id = 123456789012\nsso_role_name = Developer\nregion = us-east-1\n`
  const token = {
    startUrl,
    region: 'us-east-1',
    accessToken: 'old',
    expiresAt: new Date(Date.now() - hour).toISOString(),
  }
  // AWS's library looks there by itself.
  vi.stubEnv('HOME', home)
  onTestFinished(() => void vi.stubEnv('HOME', before))
  const files = withProfile(home, sso, { startUrl, token })
  for (const [name, path] of Object.entries(files)) vi.stubEnv(name, path)
  onTestFinished(() => {
    for (const name of Object.keys(files)) vi.stubEnv(name, undefined)
  })
  return { env: { ...(await emulated()), ...noKeys, ...files, AWS_PROFILE: 'work' } }
}

const file =
  (name: string, text: string): Stage =>
  async (home) => {
    writeFileSync(join(home, name), text)
    return { env: await emulated() }
  }

const shortKey = (region: string, date: Date) => createShortTermKey(credentials, { region, date })
const denyElsewhere = {
  Statement: [
    { Effect: 'Allow' as const, Action: '*', Resource: '*' },
    {
      Effect: 'Deny' as const,
      Action: 'bedrock:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } },
    },
  ],
}
const calls = (resources: readonly string[]): EmulatorOptions => ({ access: { policy: allowing(resources) } })
const blindly = (resources: readonly string[]): EmulatorOptions => ({ access: { policy: allowing(resources, []) } })
const standing = (
  how: 'no-subscription' | 'no-payment' | 'not-authorized' | 'not-available' | 'legacy',
): EmulatorOptions => ({
  access: { models: { 'claude-sonnet-4-5': how } },
})
const all = [sonnetProfile, ...sonnetModels]
const ahead = (minutes: number) => () => new Date(Date.now() + minutes * 60_000)

/** How each set-up of set-ups.json is broken, by its name. */
export const broken: Readonly<Record<string, Stage>> = {
  'no credentials at all': on({}, noKeys),
  'an access key without its secret': on({}, { AWS_SECRET_ACCESS_KEY: '' }),
  'a wrong secret': on({}, { AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYWRONGSECRET' }),
  'a key that AWS does not know': on({}, { AWS_ACCESS_KEY_ID: 'AKIAI44QH8DHBEXAMPLE' }),
  'a temporary key without its session token': on(
    { credentials: [session] },
    { AWS_ACCESS_KEY_ID: session.accessKeyId, AWS_SECRET_ACCESS_KEY: session.secretAccessKey },
  ),
  'a session token left over beside a long-term key': on({}, { AWS_SESSION_TOKEN: session.sessionToken }),
  'an expired session token': on(
    { credentials: [{ ...session, expired: true }] },
    {
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken,
    },
  ),
  'an expired SSO session': expiredSso,
  'a profile that does not exist': on({}, { ...noKeys, AWS_PROFILE: 'nobody' }),
  'a profile that does not exist, before good keys': on({}, { AWS_PROFILE: 'nobody' }),
  'an API key that has ended': on(
    {},
    { ...noKeys, AWS_BEARER_TOKEN_BEDROCK: shortKey('us-east-1', new Date(Date.now() - 13 * hour)) },
  ),
  'an API key that is none, before good keys': on({}, { AWS_BEARER_TOKEN_BEDROCK: 'not-a-key-of-bedrock' }),
  'an API key of another region': at({
    ...noKeys,
    AWS_BEARER_TOKEN_BEDROCK: shortKey('us-west-2', new Date()),
    AWS_REGION: 'us-east-1',
    HTTPS_PROXY: 'http://127.0.0.1:9',
  }),
  'a region that there is not': at({ AWS_REGION: 'us-east-11' }),
  'FIPS where there is none': at({ AWS_REGION: 'eu-west-1', AWS_USE_FIPS_ENDPOINT: 'true' }),
  'a name for a region': on({}, { AWS_REGION: 'Ohio' }),
  'invoking denied': on(calls([])),
  'invoking denied, and nothing may be looked at': on(blindly([])),
  'streaming denied': on({
    access: { policy: allowing(all, ['iam:SimulatePrincipalPolicy'], ['bedrock:InvokeModel']) },
  }),
  'the inference profile missing in the policy': on(calls(sonnetModels)),
  'the inference profile missing in the policy, and nothing may be looked at': on(blindly(sonnetModels)),
  'the model missing in the policy': on(calls([sonnetProfile])),
  'the model of one region missing in the policy': on(calls(all.filter((arn) => !arn.includes('us-west-2')))),
  'an explicit deny': on({
    access: {
      policy: {
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: 'bedrock:Invoke*', Resource: '*' },
        ],
      },
    },
  }),
  'an organisation that denies other regions': on({ access: { serviceControlPolicy: denyElsewhere } }),
  'API keys denied': on(
    { access: { policy: { Statement: [{ Effect: 'Allow', Action: 'bedrock:Invoke*', Resource: '*' }] } } },
    { ...noKeys, AWS_BEARER_TOKEN_BEDROCK: 'ABSKT3V0Y3JvcEVtdWxhdG9yRXhhbXBsZUtleQ==' },
  ),
  'the use case form not filed': on({ access: { useCaseForm: 'missing' } }),
  'no right to subscribe in AWS Marketplace': on(standing('no-subscription')),
  'no means of payment': on(standing('no-payment')),
  'the model not opened': on(standing('not-authorized')),
  'a model that AWS Sales opens': on(standing('not-available')),
  'data retention too short for the model': on({ dataRetention: 'default' }, {}, ['-m', 'claude-fable-5-1']),
  'a legacy model, closed to the account': on(standing('legacy')),
  'a model that has ended': on({}, {}, ['-m', 'claude-sonnet-4']),
  'a model that the region does not have': on({}, { AWS_REGION: 'ap-northeast-1' }, ['-m', 'claude-sonnet-5-5']),
  'a residency that the region cannot keep': on({}, {}, ['--residency', 'eu']),
  'a slip in the name of the model': on({}, {}, ['-m', 'claude-sonet-4-5']),
  'an id that Bedrock does not know': on({}, {}, ['-m', 'us.anthropic.claude-sonnet-9-v1:0']),
  'a quota of 0 tokens a day': on({ quotas: { 'claude-sonnet-4-5': { tokensPerDay: 0 } } }),
  'a quota of 0 tokens a minute': on({ quotas: { 'claude-sonnet-4-5': { tokensPerMinute: 0 } } }),
  'a quota too small for max_tokens': on({ quotas: { 'claude-sonnet-4-5': { tokensPerMinute: 4000 } } }),
  'the tokens of the day used up': on({ quotas: { 'claude-sonnet-4-5': { tokensPerDay: 10 } } }),
  'a proxy that refuses': through(async () => ({ HTTPS_PROXY: await proxied('refuse') })),
  'a proxy that asks for a password': through(async () => ({ HTTPS_PROXY: await proxied('ask for a login') })),
  'a proxy that is not there': through(async () => ({ HTTPS_PROXY: `http://127.0.0.1:${await closedPort()}` })),
  'a proxy with an unknown certificate': through(async () => ({ HTTPS_PROXY: await proxied('connect', true) })),
  'TLS opened on the way by a company': through(async () => ({ HTTPS_PROXY: await proxied('connect') })),
  'a host that is exempt from the proxy': through(async () => ({
    HTTPS_PROXY: await proxied('connect'),
    NO_PROXY: '.invalid',
    AWS_ENDPOINT_URL: 'https://bedrock.invalid',
  })),
  'a certificate file that is not there': async () => ({
    env: {
      ...(await emulated()),
      AWS_ENDPOINT_URL: '',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `https://127.0.0.1:${await tlsBefore(await webPage())}`,
      AWS_CA_BUNDLE: '/nowhere/ca.pem',
    },
  }),
  'a name that cannot be resolved': at({ AWS_ENDPOINT_URL: 'http://bedrock.invalid' }),
  'a port on which nothing listens': through(async () => ({
    AWS_ENDPOINT_URL: `http://127.0.0.1:${await closedPort()}`,
  })),
  'an endpoint that is not Bedrock': through(async () => ({ AWS_ENDPOINT_URL: await webPage() })),
  'a page that asks to sign in to the network': through(async () => ({ AWS_ENDPOINT_URL: await webPage(302) })),
  'a slip in the address of the endpoint': on({}, { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'htp://127.0.0.1:4580' }),
  'a clock that is 20 minutes behind': on({ now: ahead(20) }, { BEDROCK_MAX_RETRIES: '1' }),
  'a clock that is 20 minutes behind, and no retries': on({ now: ahead(20) }),
  'a clock that is 20 minutes ahead': on({ now: ahead(-20) }, { BEDROCK_MAX_RETRIES: '1' }),
  'a project file that is no JSON': file('outcrop.config.json', '{"region": "us-east-1",}'),
  'a project file with a wrong value': file('outcrop.config.json', '{"timeoutMs": "soon"}'),
  'a variable with a wrong value': on({}, { BEDROCK_TIMEOUT_MS: 'soon' }),
  'a file of models that is not there': on({}, { OUTCROP_MODELS: '/nowhere/models.json' }),
}
