import { describe, expect, test } from 'vitest'
import { beginOf, endOf, moment } from './moment.js'

const now = Date.UTC(2026, 10, 27, 22)
const since = moment('--since')

describe('a time on the command line', () => {
  test.each<[string, number, number]>([
    ['2026-11-01', Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 2)],
    ['2026-11-01T08:30', Date.UTC(2026, 10, 1, 8, 30), Date.UTC(2026, 10, 1, 8, 30)],
    ['2026-11-01T08:30:15Z', Date.UTC(2026, 10, 1, 8, 30, 15), Date.UTC(2026, 10, 1, 8, 30, 15)],
    ['2026-11-01T08:30+01:00', Date.UTC(2026, 10, 1, 7, 30), Date.UTC(2026, 10, 1, 7, 30)],
    ['90m', now - 5_400_000, now - 5_400_000],
    ['12h', now - 43_200_000, now - 43_200_000],
    ['7d', now - 604_800_000, now - 604_800_000],
    ['2w', now - 1_209_600_000, now - 1_209_600_000],
  ])('%s', (text, begin, end) => {
    expect(beginOf(since(text), now)).toBe(begin)
    expect(endOf(since(text), now)).toBe(end)
  })

  test.each(['', 'yesterday', '7', '7 d', '-7d', '2026-11-31', '2026-13-01', '01.11.2026', '2026-11-01 08:30'])(
    '"%s" is none',
    (text) => {
      expect(() => since(text)).toThrow(/--since takes a day, a time or how long ago/)
    },
  )
})
