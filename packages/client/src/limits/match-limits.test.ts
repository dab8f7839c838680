import { registry } from '@outcrop/models'
import { expect, test } from 'vitest'
import { matchLimits } from './match-limits.js'

const limit = (name: string, value = 1, code = `L-${name.length}${value}`) => ({ name, value, code, adjustable: true })
const matched = (...names: readonly Parameters<typeof limit>[]) =>
  matchLimits(
    names.map((each) => limit(...each)),
    registry,
  )

test.each([
  ['On-demand model inference tokens per minute for Anthropic Claude Sonnet 4.6', 'claude-sonnet-4-6', 'region'],
  ['Cross-region model inference tokens per minute for Anthropic Claude Haiku 4.5', 'claude-haiku-4-5', 'geographic'],
  [
    'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1',
    'claude-sonnet-4-5',
    'geographic',
  ],
  ['Global cross-region model inference tokens per minute for Anthropic Claude Sonnet 5', 'claude-sonnet-5', 'global'],
])('%s', (name, model, kind) => {
  expect(matched([name, 7])).toEqual([{ model, kind, tokensPerMinute: limit(name, 7) }])
})

test('a code of the registry finds its model whatever AWS calls it', () => {
  const found = matched(['Tokens of the newest Sonnet', 7, 'L-F4DDD3EB'])
  expect(found).toMatchObject([{ model: 'claude-sonnet-4-5', kind: 'geographic', tokensPerMinute: { value: 7 } }])
})

test('the day is that of all kinds', () => {
  const found = matched(
    ['On-demand model inference requests per minute for Anthropic Claude Sonnet 4.6', 10],
    ['Global cross-region model inference requests per minute for Anthropic Claude Sonnet 4.6', 20],
    ['Model invocation max tokens per day for Anthropic Claude Sonnet 4.6 V1 (doubled for cross-region calls)', 500],
  )
  expect(found).toMatchObject([
    { kind: 'region', requestsPerMinute: { value: 10 }, tokensPerDay: { value: 500 } },
    { kind: 'global', requestsPerMinute: { value: 20 }, tokensPerDay: { value: 500 } },
  ])
})

test.each([
  'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 1M Context Length',
  'Cross-region model inference tokens per minute for Amazon Nova Pro',
  'Batch inference records per job for Claude Sonnet 4.5',
])('%s is no limit of a call', (name) => {
  expect(matched([name, 7, 'L-00000000'])).toEqual([])
})
