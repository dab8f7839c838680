import { expect, test } from 'vitest'
import { RefillCheck } from './refill-check.js'

const windowMs = 60_000
const need = { amount: 1000, at: 0 }
const checkOf = () => new RefillCheck({ capacity: 60_000, level: 60_000, windowMs }, 0)

test('nothing is missing while there was time for little refill, or where others took a part of it', () => {
  const check = checkOf()
  check.take(60_000, 0)
  expect(check.isMissing(need, 10_000)).toBe(false)
  // 20,000 came in since.
  check.take(9000, 20_000)
  expect(check.isMissing(need, 20_000)).toBe(false)
})

test('what was not refilled at all is missing', () => {
  const check = checkOf()
  check.take(60_000, 0)
  expect(check.isMissing(need, 20_000)).toBe(true)
})

test('a quota that was full has nothing missing', () => {
  const check = checkOf()
  check.take(30_000, 0)
  expect(check.isMissing(need, 40_000)).toBe(false)
})
