// Every way in which AWS's own library finds credentials, against fakes on loopback that speak as AWS does.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { metrics, trace } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ManualClock } from '../../testing/manual-clock.js'
import { messageOf, sendError, sendJson, startServer } from '../../testing/loopback.js'
import type { Loopback, Received } from '../../testing/loopback.js'
import { createClient } from '../index.js'
import type { Client, ClientOptions } from '../index.js'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'outcrop-services-'))
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('HOME', directory)
  vi.stubEnv('USERPROFILE', directory)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(directory, { recursive: true, force: true })
})

const farAway = new Date('2126-01-01T00:00:00Z')
const secretOf = (number: number) => `fetched-secret-key-number-${number}`
const tokenOf = (number: number) => `fetched-session-token-number-${number}`

/** The services that hand out credentials. Each answer has a key of its own number. */
async function startServices(expiryOf: (number: number) => Date = () => farAway) {
  let issued = 0
  const keys = () => {
    issued += 1
    return {
      id: `ASIAFETCHEDNUMBER00${issued}`,
      secret: secretOf(issued),
      token: tokenOf(issued),
      expiry: expiryOf(issued),
    }
  }
  const xml = (action: string) => {
    const { id, secret, token, expiry } = keys()
    const credentials = `<Credentials><AccessKeyId>${id}</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey><SessionToken>${token}</SessionToken><Expiration>${expiry.toISOString()}</Expiration></Credentials>`
    const user =
      '<AssumedRoleUser><AssumedRoleId>A:B</AssumedRoleId><Arn>arn:aws:sts::111122223333:assumed-role/r/s</Arn></AssumedRoleUser>'
    return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${credentials}${user}</${action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${action}Response>`
  }
  return startServer((response, { method, path, body }) => {
    if (path === '/latest/api/token' && method === 'PUT') {
      response.writeHead(200, { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' }).end('imds-token')
    } else if (path === '/latest/meta-data/iam/security-credentials/') {
      response.end('role-of-the-instance')
    } else if (path.startsWith('/latest/meta-data/iam/security-credentials')) {
      const { id, secret, token, expiry } = keys()
      sendJson(response, 200, {
        Code: 'Success',
        LastUpdated: '2026-11-22T00:00:00Z',
        Type: 'AWS-HMAC',
        AccessKeyId: id,
        SecretAccessKey: secret,
        Token: token,
        Expiration: expiry.toISOString(),
      })
    } else if (path.startsWith('/federation/credentials')) {
      const { id, secret, token, expiry } = keys()
      sendJson(response, 200, {
        roleCredentials: {
          accessKeyId: id,
          secretAccessKey: secret,
          sessionToken: token,
          expiration: expiry.getTime(),
        },
      })
    } else if (path === '/container') {
      const { id, secret, token, expiry } = keys()
      sendJson(response, 200, {
        AccessKeyId: id,
        SecretAccessKey: secret,
        Token: token,
        Expiration: expiry.toISOString(),
      })
    } else {
      const action = new URLSearchParams(body).get('Action') ?? ''
      response.writeHead(200, { 'content-type': 'text/xml' }).end(xml(action))
    }
  })
}

const startBedrock = (answer: (request: Received, index: number) => 'ok' | 'expired' | 'down' = () => 'ok') =>
  startServer((response, request, index) => {
    const what = answer(request, index)
    if (what === 'ok') sendJson(response, 200, messageOf('ok'))
    else if (what === 'down') sendError(response, { status: 503, type: 'ServiceUnavailableException', message: 'x' })
    else
      sendError(response, {
        status: 403,
        type: 'ExpiredTokenException',
        message: 'The security token included in the request is expired',
      })
  })

function clientOf(
  bedrock: Loopback,
  files: { config?: string; credentials?: string } = {},
  options: ClientOptions = {},
): Client {
  const environment = {
    HOME: directory,
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: join(directory, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'credentials'),
  }
  vi.stubEnv('AWS_CONFIG_FILE', environment.AWS_CONFIG_FILE)
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', environment.AWS_SHARED_CREDENTIALS_FILE)
  writeFileSync(environment.AWS_CONFIG_FILE, files.config ?? '')
  writeFileSync(environment.AWS_SHARED_CREDENTIALS_FILE, files.credentials ?? '')
  return createClient({ endpoint: bedrock.url, environment, clock: new ManualClock(), ...options })
}

const call = { model: 'claude-sonnet-4-5', prompt: 'x', maxTokens: 10 }
const keyOf = ({ headers }: Received) => /Credential=(\w+)\//.exec(headers.authorization ?? '')?.[1]

const ssoStart = 'https://example.awsapps.com/start'

function signInToSso(): void {
  const cache = join(directory, '.aws', 'sso', 'cache')
  mkdirSync(cache, { recursive: true })
  const token = {
    accessToken: 'sso-access-token-of-a-test',
    expiresAt: farAway.toISOString(),
    region: 'us-east-1',
    startUrl: ssoStart,
  }
  writeFileSync(join(cache, `${createHash('sha1').update(ssoStart).digest('hex')}.json`), JSON.stringify(token))
}

interface Way {
  readonly name: string
  readonly profile?: string
  readonly prepare: (services: Loopback) => { config?: string; credentials?: string }
  readonly asked: (requests: readonly Received[]) => void
}

const ways: readonly Way[] = [
  {
    name: 'SSO, by the cached session',
    profile: 'work',
    prepare: ({ url }) => {
      signInToSso()
      vi.stubEnv('AWS_ENDPOINT_URL_SSO', url)
      return {
        config: `[profile work]\nsso_start_url = ${ssoStart}\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Dev\n`,
      }
    },
    asked: ([one]) => {
      expect(one?.path).toContain('role_name=Dev')
      expect(one?.headers['x-amz-sso_bearer_token']).toBe('sso-access-token-of-a-test')
    },
  },
  {
    name: 'a role, as another profile',
    profile: 'work',
    prepare: ({ url }) => {
      vi.stubEnv('AWS_ENDPOINT_URL_STS', url)
      return {
        config:
          '[profile work]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\nregion = us-east-1\n',
        credentials:
          '[base]\naws_access_key_id = AKIABASE000000000001\naws_secret_access_key = base-secret-of-a-test\n',
      }
    },
    asked: ([one]) => {
      expect(one?.body).toContain('Action=AssumeRole')
      expect(one?.headers.authorization).toContain('AKIABASE000000000001')
    },
  },
  {
    name: 'web identity',
    prepare: ({ url }) => {
      vi.stubEnv('AWS_ENDPOINT_URL_STS', url)
      const file = join(directory, 'web-token')
      writeFileSync(file, 'web-identity-token-of-a-test')
      vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', file)
      vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::111122223333:role/r')
      return {}
    },
    asked: ([one]) => {
      expect(one?.body).toContain('Action=AssumeRoleWithWebIdentity')
      expect(one?.body).toContain('WebIdentityToken=web-identity-token-of-a-test')
    },
  },
  {
    name: 'the container',
    prepare: ({ url }) => {
      vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${url}/container`)
      vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', 'container-token-of-a-test')
      return {}
    },
    asked: ([one]) => {
      expect(one?.headers.authorization).toBe('container-token-of-a-test')
    },
  },
  {
    name: 'the instance, by IMDSv2',
    prepare: ({ url }) => {
      vi.stubEnv('AWS_EC2_METADATA_DISABLED', undefined)
      vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', url)
      return {}
    },
    asked: (requests) => {
      expect(requests[0]).toMatchObject({ method: 'PUT', path: '/latest/api/token' })
      expect(requests.at(-1)?.headers['x-aws-ec2-metadata-token']).toBe('imds-token')
    },
  },
]

describe.each(ways)('credentials of $name', ({ profile, prepare, asked }) => {
  const own = profile === undefined ? {} : { profile }

  test('sign calls, and are fetched once for all that begin together', async () => {
    await using services = await startServices()
    await using bedrock = await startBedrock()
    await using client = clientOf(bedrock, prepare(services), own)
    const replies = await Promise.all(Array.from({ length: 8 }, () => client.invoke(call)))
    expect(replies.map(({ text }) => text)).toEqual(Array.from({ length: 8 }, () => 'ok'))
    expect(new Set(bedrock.requests.map(keyOf))).toEqual(new Set(['ASIAFETCHEDNUMBER001']))
    expect(bedrock.requests[0]?.headers['x-amz-security-token']).toBe(tokenOf(1))
    asked(services.requests)
  })

  test('are fetched anew, once, when Bedrock calls them expired in the middle of a run', async () => {
    await using services = await startServices((number) => (number === 1 ? new Date('2026-11-22T13:00:00Z') : farAway))
    await using bedrock = await startBedrock((request, index) =>
      index > 0 && keyOf(request) === 'ASIAFETCHEDNUMBER001' ? 'expired' : 'ok',
    )
    await using client = clientOf(bedrock, prepare(services), own)
    await client.invoke(call)
    const replies = await Promise.all(Array.from({ length: 6 }, () => client.invoke(call)))
    expect(replies.every(({ text }) => text === 'ok')).toBe(true)
    expect(new Set(bedrock.requests.map(keyOf))).toEqual(new Set(['ASIAFETCHEDNUMBER001', 'ASIAFETCHEDNUMBER002']))
  })
})

test('a profile of a route is an account of its own, with its own fetches', async () => {
  await using services = await startServices()
  await using east = await startBedrock(() => 'down')
  await using west = await startBedrock()
  vi.stubEnv('AWS_ENDPOINT_URL_STS', services.url)
  const files = {
    config:
      '[profile second]\nrole_arn = arn:aws:iam::444455556666:role/r\nsource_profile = base\nregion = us-west-2\n',
    credentials: '[base]\naws_access_key_id = AKIABASE000000000001\naws_secret_access_key = base-secret-of-a-test\n',
  }
  const routes = [
    { region: 'us-east-1', endpoint: east.url },
    { region: 'us-west-2', endpoint: west.url, profile: 'second' },
  ]
  await using client = clientOf(east, files, { routes, profile: 'base' })
  for (let turn = 0; turn < 3; turn++) expect((await client.invoke(call)).model.region).toBe('us-west-2')
  expect(new Set(east.requests.map(keyOf))).toEqual(new Set(['AKIABASE000000000001']))
  expect(new Set(west.requests.map(keyOf))).toEqual(new Set(['ASIAFETCHEDNUMBER001']))
  expect(services.requests).toHaveLength(1)
})

/** Everything that can be seen of a value: as JSON, as a console shows it, its stack and all its causes. */
function everythingOf(value: unknown): string {
  const seen: string[] = []
  for (
    let one = value;
    one !== undefined && one !== null && seen.length < 40;
    one = (one as { cause?: unknown }).cause
  ) {
    seen.push(inspect(one, { depth: 12, showHidden: true, getters: true }), JSON.stringify(one))
    if (one instanceof Error)
      seen.push(one.message, one.stack ?? '', JSON.stringify(Object.getOwnPropertyDescriptors(one)))
  }
  return seen.join('\n')
}

const channels = ['call:start', 'call:end', 'call:error', 'attempt:start', 'attempt:end', 'notice']

/** Takes down all that a client says besides its answers: channels, spans, metrics, and what it writes to standard error. */
function listen(seen: string[]) {
  const hear = (event: unknown) => void seen.push(everythingOf(event))
  for (const name of channels) subscribe(`outcrop:${name}`, hear)
  const spans = new InMemorySpanExporter()
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }))
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
  const lines: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
  return {
    async stop(): Promise<Readonly<Record<'spans' | 'points' | 'lines', number>>> {
      for (const name of channels) unsubscribe(`outcrop:${name}`, hear)
      const finished = spans.getFinishedSpans()
      for (const { name, attributes, events, status } of finished)
        seen.push(everythingOf({ name, attributes, events, status }))
      const { resourceMetrics } = await reader.collect()
      const points = resourceMetrics.scopeMetrics.flatMap((scope) =>
        scope.metrics.flatMap(({ dataPoints }): readonly unknown[] => dataPoints),
      )
      seen.push(...points.map(everythingOf), ...lines)
      trace.disable()
      metrics.disable()
      return { spans: finished.length, points: points.length, lines: lines.length }
    },
  }
}

interface Secretive {
  readonly options: ClientOptions
  /** What must not be seen, and what the service repeats besides what it was sent. */
  readonly secrets: readonly string[]
}

test(
  'no secret stands in anything that can be seen of calls, whatever becomes of them',
  { timeout: 120_000 },
  async () => {
    const bearer = 'ABSKc2VjcmV0LWJlYXJlci1vZi1hLXRlc3Q='
    const keys = {
      accessKeyId: 'AKIAINOPTIONS0000001',
      secretAccessKey: 'secret-access-key-in-options-0001',
      sessionToken: 'session-token-in-options-0001',
    }
    const provided = { accessKeyId: 'AKIAPROVIDER00000001', secretAccessKey: 'secret-access-key-of-a-provider-0001' }
    const fetched = [1, 2, 3, 4].flatMap((number) => [secretOf(number), tokenOf(number)])
    const cases: readonly Secretive[] = [
      { options: { bearerToken: bearer }, secrets: [bearer] },
      { options: { credentials: keys }, secrets: [keys.secretAccessKey, keys.sessionToken] },
      { options: { credentials: () => Promise.resolve(provided) }, secrets: [provided.secretAccessKey] },
      {
        options: { credentials: () => Promise.reject(new Error(`aws_secret_access_key=${provided.secretAccessKey}`)) },
        secrets: [provided.secretAccessKey],
      },
      { options: { profile: 'work' }, secrets: ['sso-access-token-of-a-test', ...fetched] },
      {
        options: { routes: [{ profile: 'work' }, { bearerToken: bearer, surface: 'messages' }] },
        secrets: [bearer, ...fetched],
      },
    ]
    const seen: string[] = []
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, level).mockImplementation((...said) => void seen.push(everythingOf(said)))
    for (const { options, secrets } of cases) {
      await using services = await startServices()
      const files = ways[0]?.prepare(services) ?? {}
      // A proxy or a service that repeats in its error what it was sent.
      await using bedrock = await startServer((response, { headers }, index) => {
        const sent = `${headers.authorization ?? ''} ${String(headers['x-amz-security-token'])}`
        const message =
          index < 4
            ? sent
            : `${sent} ${secrets.filter((one) => !one.startsWith('sso') && !/[2-4]$/.test(one)).join(' ')}`
        if (index % 4 === 0) sendJson(response, 200, messageOf('ok'))
        else sendError(response, { status: [400, 403, 503][index % 3] ?? 400, type: 'ValidationException', message })
      })
      const said = listen(seen)
      const all: ClientOptions = {
        ...options,
        debug: true,
        logLevel: 'debug',
        logger: (record) => void seen.push(everythingOf(record)),
        ledger: (entry: unknown) => void seen.push(everythingOf(entry)),
        onNotice: (notice: string) => void seen.push(notice),
      }
      await using client = clientOf(bedrock, files, all)
      for (let turn = 0; turn < 4; turn++) {
        const running = [client.invoke(call), client.stream(call).reply(), client.countTokens(call), client.health()]
        for (const result of await Promise.allSettled(running))
          seen.push(everythingOf('value' in result ? result.value : result.reason))
      }
      seen.push(everythingOf(client), ...client.notices)
      const { spans, points, lines } = await said.stop()
      expect({ spans: spans > 3, points: points > 0, lines: lines > 3 }).toEqual({
        spans: true,
        points: true,
        lines: true,
      })
      for (const secret of secrets) expect(seen.filter((text) => text.includes(secret))).toEqual([])
    }
    expect(seen.length).toBeGreaterThan(90)
    vi.restoreAllMocks()
  },
)
