// What the client reads from Service Quotas, beside what AWS's own SDK reads from the same emulator.
import {
  ListAWSDefaultServiceQuotasCommand,
  ListServiceQuotasCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas'
import { createClient } from '@outcrop/client'
import type { Client } from '@outcrop/client'
import { startEmulator } from '@outcrop/emulator'
import { afterAll, expect, test } from 'vitest'

const emulator = await startEmulator({
  now: () => new Date('2026-11-22T12:00:00Z'),
  clockSkewSeconds: Number.MAX_SAFE_INTEGER,
  quotas: { 'claude-sonnet-4-5': { tokensPerMinute: 300_000, requestsPerMinute: 60, tokensPerDay: 9_000_000 } },
})
afterAll(() => emulator.close())
const own: Client = createClient({ environment: { HOME: '/nowhere', ...emulator.env } })
afterAll(() => own.close())

test('the same numbers, codes and names as AWS’s SDK reads', async () => {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = emulator.env
  const theirs = new ServiceQuotasClient({
    region: own.region,
    endpoint: emulator.url,
    credentials: { accessKeyId, secretAccessKey },
  })
  const listed = async (command: typeof ListServiceQuotasCommand | typeof ListAWSDefaultServiceQuotasCommand) =>
    new Map(
      ((await theirs.send(new command({ ServiceCode: 'bedrock', MaxResults: 100 }))).Quotas ?? []).map((quota) => [
        quota.QuotaCode,
        quota,
      ]),
    )
  const [applied, defaults] = [await listed(ListServiceQuotasCommand), await listed(ListAWSDefaultServiceQuotasCommand)]
  const limits = (await own.limits()).flatMap(({ requestsPerMinute, tokensPerMinute, tokensPerDay }) =>
    [requestsPerMinute, tokensPerMinute, tokensPerDay].filter((limit) => limit !== undefined),
  )
  expect(limits.length).toBeGreaterThan(20)
  for (const { code, name, value, awsDefault, adjustable } of limits) {
    const { QuotaName, Value, Adjustable } = applied.get(code) ?? {}
    expect({ name, value, adjustable }).toEqual({ name: QuotaName, value: Value, adjustable: Adjustable })
    expect(awsDefault).toBe(defaults.get(code)?.Value)
  }
  theirs.destroy()
})

test('by model and kind of profile, beside AWS’s default', async () => {
  const sonnet = (await own.limits()).find(({ model, kind }) => model === 'claude-sonnet-4-5' && kind === 'geographic')
  expect(sonnet).toMatchObject({
    tokensPerMinute: { value: 300_000, awsDefault: 5_000_000, code: 'L-F4DDD3EB', adjustable: true },
    requestsPerMinute: { value: 60, awsDefault: 10_000, code: 'L-4A6BFAB1' },
    tokensPerDay: { value: 9_000_000, adjustable: false },
  })
})

test('a Bedrock API key is told that it does not do', async () => {
  const client = createClient({ region: 'us-east-1', endpoint: emulator.url, bearerToken: 'key', environment: {} })
  await expect(client.limits()).rejects.toMatchObject({
    code: 'credentials_missing',
    remedy: expect.stringContaining('AWS_BEARER_TOKEN_BEDROCK') as string,
  })
  await client.close()
})
