import { expect, test } from 'vitest'
import { checkWorstCost } from './call-plan.js'
import type { CallPlan } from './call-plan.js'

const plan = (worstCostUsd: number | undefined): CallPlan => ({
  model: {
    key: 'claude-x',
    displayName: 'X',
    calledId: 'us.x',
    region: 'us-east-1',
    geography: 'us',
    entry: undefined,
    priceKind: undefined,
    notes: [],
  },
  system: '',
  prompt: 'p',
  files: [],
  tokens: { estimate: 1, upperBound: 2 },
  maxTokens: 1000,
  worstCostUsd,
})

test('--max-cost lets pass what cannot cost more', () => {
  expect(() => checkWorstCost(plan(0.05), 0.05)).not.toThrow()
  expect(() => checkWorstCost(plan(9), undefined)).not.toThrow()
})

test('--max-cost refuses what could cost more, as a matter of budget', () => {
  expect(() => checkWorstCost(plan(0.051), 0.05)).toThrow(expect.objectContaining({ outcome: 'budget' }))
})

test('--max-cost refuses what nobody knows the price of', () => {
  expect(() => checkWorstCost(plan(undefined), 100)).toThrow(/price of claude-x is not known/)
})
