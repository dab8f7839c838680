import { expect, test } from 'vitest'
import { assertsSomething } from './assertions.js'

test.each([
  'equal(clamp(1, 0, 3), 1)',
  'expect(median([3, 1])).toBe(2)',
  'assert.throws(() => parse("x"))',
  '    assert median([1]) == 1',
  '  with pytest.raises(ValueError):',
  't.Errorf("got %d", got)',
  'assert_eq!(clamp(1), 1);',
])('%s states something', (line) => {
  expect(assertsSomething(`test('a', () => {\n${line}\n})`)).toBe(true)
})

test.each([
  'clamp(1, 0, 3)',
  'expect(true).toBe(true)',
  'assert.equal(1, 1)',
  'equal(clamp(9, 0, 3), clamp(9, 0, 3))',
  'expect(f(1)).toEqual(f(1))',
  '    assert True',
])('%s states nothing', (line) => {
  expect(assertsSomething(`test('a', () => {\n${line}\n})`)).toBe(false)
})
