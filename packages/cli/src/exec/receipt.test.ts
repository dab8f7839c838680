import type { JournalEntry } from '@outcrop/emulator'
import { registry } from '@outcrop/models'
import { describe, expect, test } from 'vitest'
import { receiptOf } from './receipt.js'
import type { Resolve } from './receipt.js'
import { receiptText } from './receipt-text.js'

const entry = (facts: Partial<JournalEntry>): JournalEntry => ({
  operation: 'Converse',
  model: 'claude-haiku-4-5',
  calledId: 'us.haiku',
  status: 200,
  requestId: 'r',
  auth: { scheme: 'sigv4', verified: true },
  timing: { startedAt: '2026-11-22T12:00:00.000Z', durationMs: 1 },
  request: {},
  httpVersion: '1.1',
  emulated: true,
  ...facts,
})
const used = (input: number, output: number) => ({
  usage: {
    input_tokens: input,
    output_tokens: output,
    cache_read_input_tokens: 10,
    cache_creation_input_tokens: 5,
  },
})
const haiku = registry.modelRegistry['claude-haiku-4-5']
const resolve: Resolve = async (calledId) =>
  calledId === 'us.haiku' ? { entry: haiku, priceKind: 'regional' } : undefined

/** By hand, from the published prices of the profile. */
function priceOf(input: number, output: number, calls: number): number {
  const price = haiku?.prices?.regional
  const perToken = [price?.input, price?.output, price?.cacheRead, price?.cacheWrite5m].map((usd = NaN) => usd / 1e6)
  return [input, output, 10 * calls, 5 * calls].reduce((sum, tokens, at) => sum + tokens * (perToken[at] ?? NaN), 0)
}

describe('a receipt', () => {
  test('adds up calls by operation and id, with what they would have cost', async () => {
    const { calls, total } = await receiptOf(
      [entry(used(100, 20)), entry({ ...used(300, 40), operation: 'ConverseStream' }), entry(used(200, 30))],
      resolve,
    )
    expect(calls).toEqual([
      {
        operation: 'Converse',
        model: 'claude-haiku-4-5',
        calledId: 'us.haiku',
        requests: 2,
        inputTokens: 300,
        outputTokens: 50,
        cacheReadInputTokens: 20,
        cacheWriteInputTokens: 10,
        costUsd: expect.closeTo(priceOf(300, 50, 2), 9) as number,
      },
      expect.objectContaining({ operation: 'ConverseStream', requests: 1 }),
    ])
    expect(total).toMatchObject({ requests: 3, inputTokens: 600, outputTokens: 90 })
    expect(total.costUsd).toBeCloseTo(priceOf(600, 90, 3), 9)
  })

  test('of a model without a known price has no cost, and neither has the sum', async () => {
    const { calls, total } = await receiptOf([entry(used(1, 1)), entry({ ...used(1, 1), calledId: 'other' })], resolve)
    expect(calls.map(({ costUsd }) => costUsd === undefined)).toEqual([false, true])
    expect(total).not.toHaveProperty('costUsd')
  })

  test('counts refusals by what they say, the most frequent first, and costs nothing for them', async () => {
    const throttled = { status: 429, error: { type: 'ThrottlingException', message: 'Too many requests' } }
    const invalid = { status: 400, error: { type: 'ValidationException', message: 'no' } }
    const { refusals, total } = await receiptOf([invalid, throttled, throttled].map(entry), resolve)
    expect(refusals).toEqual([
      { status: 429, type: 'ThrottlingException', message: 'Too many requests', requests: 2 },
      { status: 400, type: 'ValidationException', message: 'no', requests: 1 },
    ])
    expect(total).toMatchObject({ requests: 3, costUsd: 0 })
  })
})

describe('as text', () => {
  const textOf = async (entries: readonly Partial<JournalEntry>[]) =>
    receiptText(await receiptOf(entries.map(entry), resolve)).join('\n')

  test('it is a table, with what was refused and what was left', async () => {
    const text = await textOf([
      used(1000, 20),
      { ...used(1, 1), operation: 'ConverseStream', aborted: true },
      { status: 429, error: { type: 'ThrottlingException', message: 'Too\nmany' } },
    ])
    expect(text.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      'outcrop: what the program did at the local Bedrock (emulated: nothing was charged):',
      ' OPERATION MODEL CALLS IN CACHED OUT WOULD COST',
      expect.stringMatching(/^ Converse claude-haiku-4-5 2 1,000 15 20 \$0\.00\d+$/),
      expect.stringMatching(/^ ConverseStream claude-haiku-4-5 1 1 15 1 \$0\.0000\d+$/),
      expect.stringMatching(/^ all 3 1,001 30 21 \$0\.00\d+$/),
      ' refused 1 call: 429 ThrottlingException: Too many',
      ' 1 answer left before the end',
    ])
  })

  test('a cost that is not known is not 0', async () => {
    expect(await textOf([{ ...used(1, 1), calledId: 'other' }])).toMatch(/ unknown$/m)
  })

  test('a program that called nothing is told where to call', async () => {
    expect(await textOf([])).toContain('OUTCROP_EMULATOR_URL')
  })
})
