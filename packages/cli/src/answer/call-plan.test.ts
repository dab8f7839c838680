import type { ModelEntry } from '@outcrop/models'
import { expect, test } from 'vitest'
import { callTarget, checkWorstCost, planCall } from './call-plan.js'
import type { CallPlan } from './call-plan.js'

const plan = (worstCostUsd: number | undefined): CallPlan => ({
  model: {
    key: 'claude-x',
    displayName: 'X',
    calledId: 'us.x',
    region: 'us-east-1',
    surface: 'invoke',
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
  leftOut: [],
  redacted: [],
})

const { model } = plan(0)
const client = {
  estimateTokens: ({ text }: { text: string }) => ({ tokens: text.length, upperBound: 2 * text.length }),
}

test('the longest answer is what was asked for, else the default, at most what the model writes', () => {
  const limited = { ...model, entry: { maxOutputTokens: 500 } as ModelEntry }
  expect(callTarget(model, { maxTokens: 77 }).maxTokens).toBe(77)
  expect(callTarget(model, { defaults: { maxTokens: 800 } }).maxTokens).toBe(800)
  expect(callTarget(limited, { defaults: { maxTokens: 800 } }).maxTokens).toBe(500)
  const body = { thinking: { type: 'enabled', budget_tokens: 1000 } }
  expect(callTarget(model, { defaults: { maxTokens: 800 }, body }).maxTokens).toBe(1800)
})

test('a plan counts the system prompt, the prompt and what --param adds, and says why each file is there', () => {
  const documents = [
    { path: 'a.ts', text: 'one\ntwo\n', why: ['named', 'in the diff'] },
    { path: '(standard input)', text: 'x', why: ['piped in'] },
  ]
  const request = { system: 'abc', body: { top_k: 5 } }
  const { tokens, files, worstCostUsd } = planCall(client, { model, maxTokens: 10 }, request, {
    text: 'prompt',
    documents,
    dropped: [],
    redactions: [],
  })
  expect(tokens).toEqual({ estimate: 3 + 6 + 11, upperBound: 2 * (3 + 6 + 11) })
  expect(files).toEqual([
    { path: 'a.ts', lines: 2, tokens: 8, why: 'named; in the diff' },
    { path: '(standard input)', lines: 1, tokens: 1, why: 'piped in' },
  ])
  expect(worstCostUsd).toBeUndefined()
})

test('--max-cost lets pass what cannot cost more', () => {
  expect(() => checkWorstCost(plan(0.05), 0.05)).not.toThrow()
})

test('--max-cost refuses what could cost more, as a matter of budget', () => {
  expect(() => checkWorstCost(plan(0.051), 0.05)).toThrow(expect.objectContaining({ outcome: 'budget' }))
})

test('--max-cost refuses what nobody knows the price of', () => {
  expect(() => checkWorstCost(plan(undefined), 100)).toThrow(/price of claude-x is not known/)
})
