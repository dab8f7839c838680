import { expect, test } from 'vitest'
import { VirtualClock } from '../../testing/virtual-clock.js'
import { prepared } from '../../testing/quota-run.js'
import type { ModelLimits } from '../limits/account-limits.js'
import { lookAtQuota } from './look-at-quota.js'
import type { DoctorPorts } from './ports.js'

const { model } = prepared(new VirtualClock(), { maxTokens: 1, input: 1, output: 1 })
const limitsOf = (kind: ModelLimits['kind'], value: number): ModelLimits => ({
  model: 'claude-sonnet-4-5',
  kind,
  tokensPerMinute: { value, code: 'L-1', name: 'Tokens', adjustable: true },
})
const asking = (...limits: readonly ModelLimits[]) =>
  lookAtQuota({ region: 'us-east-1', limits: () => Promise.resolve(limits) } as unknown as DoctorPorts, model)

test('the limits are those of the kind of profile that is called, and of no other', async () => {
  expect(model.geography).toBe('us')
  expect(await asking(limitsOf('global', 0), limitsOf('geographic', 100_000))).toMatchObject({
    facts: { tokensPerMinute: 100_000 },
  })
  expect(await asking(limitsOf('global', 0))).toEqual({
    unseen: 'Service Quotas lists nothing for Claude Sonnet 4.5',
  })
})
