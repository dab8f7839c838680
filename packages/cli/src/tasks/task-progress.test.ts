import type { ResolvedModel } from '@outcrop/client'
import { expect, test } from 'vitest'
import type { Clock } from '../clock/clock.js'
import { createTaskProgress } from './task-progress.js'

// 3,333 tokens of $3 a million: a cent.
const sent = 'x'.repeat(4 * 3333)

function progress() {
  let now = 0
  const labels: string[] = []
  const clock = { monotonic: () => now } as Clock
  const model = {
    displayName: 'X',
    calledId: 'x',
    priceKind: 'global',
    entry: { prices: { global: { input: 3, output: 15 } } },
  } as unknown as ResolvedModel
  const shown = createTaskProgress({
    line: { isShown: true, show: (label) => void labels.push(label), clear: () => {} },
    clock,
    model,
    estimateTokens: ({ text }) => ({ tokens: text.length / 4, upperBound: text.length }),
    maxTokens: 1000,
    sent,
    totals: () => ({ calls: 0, costUsd: 0 }) as never,
  })
  return { shown, pass: (ms: number) => (now += ms), last: () => labels.at(-1) }
}

test('a call tells its tokens, its cost, and how long it may take at most', () => {
  const { shown, pass, last } = progress()
  shown.call({ purpose: 'edits', characters: undefined })
  expect(last()).toBe('waiting for X (edits) · about $0.01 ·')
  shown.call({ purpose: 'edits', characters: 4 })
  expect(last()).toBe('writing edits · about 1 token · about $0.01 ·')
  pass(10_000)
  shown.call({ purpose: 'edits', characters: 400 })
  expect(last()).toBe('writing edits · about 100 tokens · about $0.0115 · at most 1 min 30 s left ·')
})

test('nothing is worked out for a line that nobody sees', () => {
  const shown = createTaskProgress({
    line: { isShown: false, show: () => {}, clear: () => {} },
    get estimateTokens(): never {
      throw new Error('asked for')
    },
    get totals(): never {
      throw new Error('asked for')
    },
  } as never)
  expect(() => {
    shown.call({ purpose: 'edits', characters: 400 })
    shown.step('a.js:1', 0, 10)
  }).not.toThrow()
})

test('steps tell how many there are, and by those that were done how long the others take', () => {
  const { shown, pass, last } = progress()
  shown.step('a.js:1', 0, 10)
  expect(last()).toBe('testing the tests, 1 of 10 (a.js:1) · about $0.01 ·')
  pass(8000)
  shown.step('a.js:9', 4, 10)
  expect(last()).toContain('5 of 10 (a.js:9)')
  expect(last()).toContain('about 12.0 s left')
})
