import { expect, test } from 'vitest'
import type { NormalRequest } from '../invocation/index.js'
import { withTokensLeft } from './tokens-left.js'

const asked = (body: NormalRequest['body']): NormalRequest => ({ model: 'sonnet', body, defaults: {}, headers: {} })
const thought = { type: 'thinking' as const, thinking: 'x'.repeat(30), signature: 's' }
const text = { type: 'text' as const, text: 'x'.repeat(50) }
const tokensOf = (of: string) => of.length
const left = (body: NormalRequest['body']) => withTokensLeft(asked(body), [thought, text], tokensOf).body.max_tokens

test.each([
  ['what is left of what was asked for', { max_tokens: 200 }, 120],
  ['one token, where nothing is left', { max_tokens: 60 }, 1],
  ['nothing in particular, where nothing was asked for', {}, undefined],
  ['room for its thinking', { max_tokens: 1100, thinking: { type: 'enabled' as const, budget_tokens: 1090 } }, 1091],
])('a continuation asks for %s', (_, body, expected) => {
  expect(left(body)).toBe(expected)
})
