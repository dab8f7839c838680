import {
  GetServiceQuotaCommand,
  ListServiceQuotasCommand,
  paginateListAWSDefaultServiceQuotas,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas'
import { expect, onTestFinished, test } from 'vitest'
import { credentials, localBedrock, refusals, region, scrubEnvironment, wrongSecret } from './local-bedrock.js'

scrubEnvironment()
const local = localBedrock({ quotas: { 'claude-haiku-4-5': { tokensPerMinute: 1_000 } } })
const ServiceCode = 'bedrock'
const haikuTokens = 'L-58BE175A'

function quotasClient(options: ConstructorParameters<typeof ServiceQuotasClient>[0] = {}): ServiceQuotasClient {
  const client = new ServiceQuotasClient({ endpoint: local.url, region, credentials, ...options })
  onTestFinished(() => client.destroy())
  return client
}

test('GetServiceQuota tells the limit that is enforced', async () => {
  const { Quota } = await quotasClient().send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode: haikuTokens }))
  expect(Quota).toMatchObject({ ServiceName: 'Amazon Bedrock', Value: 1_000, Adjustable: true })
  expect(local.emulator.requests().at(-1)).toMatchObject({ operation: 'GetServiceQuota', auth: { verified: true } })
})

test('ListServiceQuotas and the defaults come page by page', async () => {
  const { Quotas } = await quotasClient().send(new ListServiceQuotasCommand({ ServiceCode, MaxResults: 100 }))
  expect(Quotas!.find(({ QuotaCode }) => QuotaCode === haikuTokens)?.Value).toBe(1_000)
  const defaults = []
  for await (const page of paginateListAWSDefaultServiceQuotas(
    { client: quotasClient(), pageSize: 5 },
    { ServiceCode },
  ))
    defaults.push(...page.Quotas!)
  expect(defaults.find(({ QuotaCode }) => QuotaCode === haikuTokens)?.Value).toBe(5_000_000)
  expect(defaults.length).toBeGreaterThan(20)
})

test('what does not exist is a NoSuchResourceException', async () => {
  const answer = quotasClient().send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode: 'L-00000000' }))
  await expect(answer).rejects.toMatchObject({
    name: 'NoSuchResourceException',
    message: 'The request failed because the specified service or quota does not exist.',
    $metadata: { httpStatusCode: 400 },
  })
})

test('a wrong secret is refused here too', async () => {
  const answer = quotasClient({ credentials: wrongSecret }).send(new ListServiceQuotasCommand({ ServiceCode }))
  await expect(answer).rejects.toMatchObject({
    name: refusals.wrongSecret.name,
    message: refusals.wrongSecret.message,
    $metadata: { httpStatusCode: 403 },
  })
})

test('the emulator’s environment alone leads there', async () => {
  Object.assign(process.env, local.emulator.env)
  const { Quotas } = await new ServiceQuotasClient().send(new ListServiceQuotasCommand({ ServiceCode }))
  expect(Quotas).not.toEqual([])
})
