import { registry } from '@outcrop/models'
import { expect, test } from 'vitest'
import type { Question } from '../control/ask.js'
import { fetchLimits } from './fetch-limits.js'

const where = { region: 'us-east-1', account: 'client', limits: {}, signal: undefined, context: {} } as unknown as Pick<
  Question,
  'region' | 'endpoint' | 'account' | 'limits' | 'signal' | 'context'
>
const quota = (model: string, value: number) => ({
  QuotaCode: `L-${model}`,
  QuotaName: `Cross-region model inference tokens per minute for Anthropic ${model}`,
  Value: value,
  Adjustable: true,
})

test('reads every page, and takes the default of what was never changed', async () => {
  const pages: Readonly<Record<string, unknown>> = {
    'ListServiceQuotas ': { Quotas: [quota('Claude Sonnet 5', 10)], NextToken: 'two' },
    'ListServiceQuotas two': { Quotas: [quota('Claude Opus 5', 20)] },
    'ListAWSDefaultServiceQuotas ': { Quotas: [quota('Claude Opus 5', 30), quota('Claude Fable 5', 40)] },
  }
  const ask = ({ operation, body }: Question) => {
    const { NextToken = '' } = body as { NextToken?: string }
    return Promise.resolve({ json: pages[`${operation} ${NextToken}`], emulated: false })
  }
  const limits = await fetchLimits({ ask, where, registry })
  expect(
    limits.map(({ model, tokensPerMinute }) => [model, tokensPerMinute?.value, tokensPerMinute?.awsDefault]),
  ).toEqual([
    ['claude-opus-5', 20, 30],
    ['claude-sonnet-5', 10, undefined],
    ['claude-fable-5', 40, 40],
  ])
})

test.each([
  ['a list that is none', {}, 'has no Quotas'],
  ['a list without an end', { Quotas: [], NextToken: 'again' }, 'has no last page'],
])('%s is no answer', async (_, json, message) => {
  const ask = () => Promise.resolve({ json, emulated: false })
  await expect(fetchLimits({ ask, where, registry })).rejects.toMatchObject({
    code: 'protocol',
    message: expect.stringContaining(message) as string,
  })
})
