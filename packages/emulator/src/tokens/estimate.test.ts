import { Buffer } from 'node:buffer'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Tokenizer, beginningOf, estimateTokens } from './estimate.js'

const tokenizers: Tokenizer[] = ['claude-3', 'claude-5']
const code = 'export function median(values: readonly number[]): number {\n  return values[0] ?? 0\n}\n'

describe('the estimate', () => {
  test('is near what the counting API says of ordinary code', () => {
    // 27 and 34 by the fit on recorded counts; a text of this kind is off by less than a fifth.
    expect(estimateTokens(code, 'claude-3')).toBeGreaterThan(20)
    expect(estimateTokens(code, 'claude-3')).toBeLessThan(36)
    expect(estimateTokens(code, 'claude-5') / estimateTokens(code, 'claude-3')).toBeGreaterThan(1.1)
  })

  test('of nothing is nothing, of anything at least one', () => {
    expect(estimateTokens('', 'claude-3')).toBe(0)
    fc.assert(fc.property(fc.string({ minLength: 1 }), (text) => estimateTokens(text, 'claude-5') >= 1))
  })
})

describe('the beginning of so many tokens', () => {
  test('is a beginning, is not estimated higher, and never ends in half a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.nat(60),
        fc.constantFrom(...tokenizers),
        (text, limit, tokenizer) => {
          const beginning = beginningOf(text, tokenizer, limit)
          expect(text.startsWith(beginning)).toBe(true)
          expect(Buffer.from(beginning).toString('utf8')).toBe(beginning)
          const fits = beginning.length <= 2 || estimateTokens(beginning, tokenizer) <= limit
          expect(fits || beginning === text).toBe(true)
          expect(beginning === '').toBe(limit === 0 || text === '')
        },
      ),
    )
  })

  test('is all of a text that fits', () => {
    for (const tokenizer of tokenizers) expect(beginningOf(code, tokenizer, estimateTokens(code, tokenizer))).toBe(code)
  })
})
