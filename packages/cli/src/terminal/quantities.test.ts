import { expect, test } from 'vitest'
import { count, dollars, duration, plural } from './quantities.js'

test('counts are grouped', () => {
  expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1,000', '1,234,567'])
})

test('dollars show three digits that say something, and an unknown cost is not 0', () => {
  expect([0, 0.00000123, 0.004818, 0.0514, 0.01, 1.5, 123.456].map(dollars)).toEqual([
    '$0.00',
    '$0.00000123',
    '$0.00482',
    '$0.0514',
    '$0.01',
    '$1.50',
    '$123.46',
  ])
  expect(dollars(undefined)).toBe('cost unknown')
})

test('durations', () => {
  expect([0.4, 840, 3210, 59_949, 59_951, 125_000].map(duration)).toEqual([
    '0 ms',
    '840 ms',
    '3.2 s',
    '59.9 s',
    '1 min 0 s',
    '2 min 5 s',
  ])
})

test('plural', () => {
  expect([plural(1, 'file'), plural(1200, 'line')]).toEqual(['1 file', '1,200 lines'])
})
