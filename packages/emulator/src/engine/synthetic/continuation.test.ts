import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { continuation } from './continuation.js'
import { randomFrom, seedOf } from '../../seed/random.js'

const random = () => randomFrom(seedOf('x'))

test('any beginning of an answer is continued to that answer', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.nat(), (whole, at) => {
      const begun = whole.slice(0, at % (whole.length + 1))
      expect(begun + continuation(begun, whole, random())).toBe(whole)
    }),
  )
})

test('JSON that was begun anywhere is closed', () => {
  const whole = JSON.stringify({ name: 'a "b"', list: [1, { deep: 'x' }, 'y'], last: 'z' })
  for (let end = 1; end < whole.length; end += 1) {
    const begun = whole.slice(0, end)
    // A number or a literal may be whole already, and half an escape cannot be told from a whole one.
    if (begun.endsWith('\\')) continue
    const text = begun + continuation(begun, 'something else', random())
    expect(() => JSON.parse(text), text).not.toThrow()
  }
})

test('a fence that was opened is closed', () => {
  expect('```ts\nconst a = 1\n' + continuation('```ts\nconst a = 1\n', 'else', random())).toBe(
    '```ts\nconst a = 1\n// synthetic\n```',
  )
})

test('words go on after a space', () => {
  expect(continuation('The answer is', 'else', random())).toMatch(/^ \w/)
})
