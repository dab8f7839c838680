import { beforeEach, describe, expect, test } from 'vitest'
import { ask, emulated, today } from '../../testing/emulated.js'

const haikuTokens = 'L-58BE175A'
const haikuRequests = 'L-CCA5DF70'
const emulator = await emulated({ quotas: { 'claude-haiku-4-5': { tokensPerMinute: 1_000, tokensPerDay: 5_000 } } })
beforeEach(() => emulator.reset())

interface Quota {
  readonly QuotaCode: string
  readonly QuotaName: string
  readonly Value: number
  readonly Adjustable: boolean
}

const send = (name: string, body: object, region = 'us-east-1') =>
  ask(emulator, {
    path: '/',
    service: 'servicequotas',
    region,
    headers: { 'x-amz-target': `ServiceQuotasV20190624.${name}`, 'content-type': 'application/x-amz-json-1.1' },
    body,
  })
const list = async (name: string, region?: string): Promise<Quota[]> => {
  const first = await send(name, { ServiceCode: 'bedrock' }, region)
  expect(first.json.NextToken).toBeUndefined()
  return first.json.Quotas
}
const valueOf = (quotas: readonly Quota[], code: string) => quotas.find(({ QuotaCode }) => QuotaCode === code)?.Value

describe('Service Quotas', () => {
  test('tells AWS’s defaults by AWS’s codes', async () => {
    const quotas = await list('ListAWSDefaultServiceQuotas')
    expect(valueOf(quotas, haikuTokens)).toBe(5_000_000)
    expect(valueOf(quotas, haikuRequests)).toBe(10_000)
    expect(valueOf(quotas, 'L-D4FBCF4E')).toBe(6_000_000)
    expect(new Set(quotas.map(({ QuotaCode }) => QuotaCode)).size).toBe(quotas.length)
  })

  test('tells what is in force: what the emulator enforces, else the default', async () => {
    const quotas = await list('ListServiceQuotas')
    expect(valueOf(quotas, haikuTokens)).toBe(1_000)
    expect(valueOf(quotas, haikuRequests)).toBe(10_000)
    const perDay = (model: string) => quotas.find(({ QuotaName }) => QuotaName.endsWith(`per day for ${model}`))
    expect(perDay('Anthropic Claude Haiku 4.5')).toMatchObject({ Value: 5_000, Adjustable: false })
    expect(perDay('Anthropic Claude Opus 5')).toMatchObject({ Value: 30_000_000 * 1_440 })
    expect(quotas.at(-1)).toMatchObject({ QuotaName: 'Cross-Model Account-Level Tokens Per Day', Value: 700_000_000 })
  })

  test('knows of limits that AWS publishes none for once they are set', async () => {
    const named = async (name: string) =>
      (await list(name)).filter(({ QuotaName }) => QuotaName.endsWith('Anthropic Claude Sonnet 5.5'))
    expect(await named('ListServiceQuotas')).toEqual([])
    await ask(emulator, {
      method: 'PUT',
      path: '/_emulator/config',
      credentials: null,
      body: { quotas: { 'claude-sonnet-5-5': { tokensPerMinute: 7 } } },
    })
    expect(await named('ListServiceQuotas')).toEqual([
      expect.objectContaining({ Value: 7, QuotaCode: expect.stringMatching(/^L-[0-9A-F]{8}$/) }),
    ])
    expect(await named('ListAWSDefaultServiceQuotas')).toEqual([])
  })

  test('tells one quota with all that belongs to it', async () => {
    const answer = await send('GetServiceQuota', { ServiceCode: 'bedrock', QuotaCode: haikuTokens })
    expect(answer.headers['content-type']).toBe('application/x-amz-json-1.1')
    expect(answer.json).toEqual({
      Quota: {
        ServiceCode: 'bedrock',
        ServiceName: 'Amazon Bedrock',
        QuotaArn: `arn:aws:servicequotas:us-east-1:123456789012:bedrock/${haikuTokens}`,
        QuotaCode: haikuTokens,
        QuotaName: 'Cross-region model inference tokens per minute for Anthropic Claude Haiku 4.5',
        Value: 1_000,
        Unit: 'None',
        Adjustable: true,
        GlobalQuota: false,
        Period: { PeriodValue: 1, PeriodUnit: 'MINUTE' },
        QuotaAppliedAtLevel: 'ACCOUNT',
      },
    })
    expect(emulator.requests().at(-1)).toMatchObject({ operation: 'GetServiceQuota', endpoint: 'service-quotas' })
  })

  test('leaves out what the region does not offer', async () => {
    const names = (await list('ListServiceQuotas', 'us-gov-west-1')).map(({ QuotaName }) => QuotaName).join()
    expect(names).toContain('Claude Opus 4.8')
    expect(names).not.toContain('Claude Haiku 4.5')
  })

  test('comes in pages that add up to the whole', async () => {
    const whole = await list('ListServiceQuotas')
    const collected: Quota[] = []
    let token: string | undefined
    do {
      const { json } = await send('ListServiceQuotas', { ServiceCode: 'bedrock', MaxResults: 7, NextToken: token })
      expect(json.Quotas.length).toBeLessThanOrEqual(7)
      collected.push(...json.Quotas)
      token = json.NextToken
    } while (token !== undefined)
    expect(collected).toEqual(whole)
  })

  test.each([
    ['GetServiceQuota', { ServiceCode: 'bedrock', QuotaCode: 'L-00000000' }, 'NoSuchResourceException'],
    ['ListServiceQuotas', { ServiceCode: 'ec2' }, 'NoSuchResourceException'],
    ['ListServiceQuotas', {}, 'IllegalArgumentException'],
    ['ListServiceQuotas', { ServiceCode: 'bedrock', MaxResults: 101 }, 'IllegalArgumentException'],
    ['ListServiceQuotas', { ServiceCode: 'bedrock', NextToken: 'x' }, 'InvalidPaginationTokenException'],
    ['RequestServiceQuotaIncrease', { ServiceCode: 'bedrock' }, 'UnknownOperationException'],
  ])('%s of %j is refused in the words of JSON 1.1', async (name, body, type) => {
    const answer = await send(name, body)
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.text)).toMatchObject({ ['__type']: type })
  })

  test('is no service of Bedrock: its signature is its own, and it has no API keys', async () => {
    const headers = { 'x-amz-target': 'ServiceQuotasV20190624.ListServiceQuotas' }
    const body = { ServiceCode: 'bedrock' }
    const forBedrock = await ask(emulator, { path: '/', headers, body })
    expect(forBedrock.status).toBe(403)
    expect(forBedrock.text).toContain("correct service: 'servicequotas'")
    const key = { ...headers, authorization: 'Bearer ABSKT3V0Y3JvcEVtdWxhdG9yRXhhbXBsZUtleQ==' }
    expect((await ask(emulator, { path: '/', headers: key, body, credentials: null, date: today })).status).toBe(403)
  })
})
