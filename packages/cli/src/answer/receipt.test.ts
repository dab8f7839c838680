import type { Reply } from '@outcrop/client'
import { expect, test } from 'vitest'
import { receiptLine } from './receipt.js'

const reply = (changes: Partial<Reply> = {}) =>
  ({
    text: '',
    usage: { inputTokens: 21, outputTokens: 1317, cacheReadInputTokens: 0, cacheWriteInputTokens: 0 },
    costUsd: 0.004818,
    model: { key: 'k', displayName: 'Claude Sonnet 4.5', calledId: 'us.x', region: 'us-east-1', geography: 'us' },
    requestId: 'r-1',
    attempts: 1,
    latencyMs: 5210,
    emulated: false,
    ...changes,
  }) as Reply

test('names model, tokens, cost and time', () => {
  expect(receiptLine(reply(), false)).toBe('Claude Sonnet 4.5 · 21 tokens in, 1,317 out · $0.00482 · 5.2 s')
})

test('says when the emulator answered, when the price is unknown, and what the cache did', () => {
  const usage = { inputTokens: 1, outputTokens: 2, cacheReadInputTokens: 1000, cacheWriteInputTokens: 24 }
  const line = receiptLine(reply({ emulated: true, costUsd: undefined, usage, attempts: 3 }), false)
  expect(line).toBe(
    'Claude Sonnet 4.5 · 1 tokens in (and 1,024 by the cache), 2 out · cost unknown · 5.2 s · 3 attempts · emulated: nothing was charged',
  )
})

test('--verbose adds the id called, the region and the request id', () => {
  expect(receiptLine(reply(), true)).toMatch(/^Claude Sonnet 4.5 as us\.x in us-east-1 · .* · request r-1$/)
})
