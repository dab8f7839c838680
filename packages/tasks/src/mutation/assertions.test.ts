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
  'ok(clamp(1) > 0)',
  'Assert.True(Clamp(1) > 0)',
  "request(app).get('/').expect(200, done)",
  "if (clamp(1) !== 1) throw new Error('it is not')",
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
  '// should equal 1',
])('%s states nothing', (line) => {
  expect(assertsSomething(`test('a', () => {\n${line}\n})`)).toBe(false)
})

test('a title states nothing', () => {
  expect(assertsSomething("it('should throw, and assert (it does)', () => {\n  clamp(1)\n})")).toBe(false)
})
