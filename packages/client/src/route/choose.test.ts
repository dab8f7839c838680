import { expect, test } from 'vitest'
import { choose } from './choose.js'
import type { Standing } from './choose.js'

const fine: Standing = { readiness: 'ready', isPaused: false, failures: 0, waitMs: 0, weight: undefined, isWarm: false }
const down: Partial<Standing> = { readiness: 'down' }
const failed: Partial<Standing> = { failures: 1 }
const paused: Partial<Standing> = { isPaused: true }
const warm: Partial<Standing> = { isWarm: true }

test.each<[string, Partial<Standing>[], number]>([
  ['the first, of equals', [{}, {}], 0],
  ['the one that is up', [down, {}], 1],
  ['one that is to be tried', [{ readiness: 'probe' }, {}], 0],
  ['the one on which the call has not failed', [failed, {}], 1],
  ['the one on which it has failed least', [{ failures: 2 }, failed], 1],
  ['the one whose day is not over', [paused, {}], 1],
  ['the one that is up, though the call has failed there', [down, failed], 1],
  ['the warm one', [{}, warm], 1],
  ['not the warm one if it is down', [{}, { ...warm, ...down }], 0],
  ['not the warm one if the call has failed there', [{}, { ...warm, ...failed }], 0],
  ['the warm one though it has to wait', [{}, { ...warm, waitMs: 500 }], 1],
  ['the one that need not wait', [{ waitMs: 1 }, {}], 1],
  ['the one that waits least', [{ waitMs: 900 }, { waitMs: 30 }], 1],
  ['the first where all are down', [down, down], 0],
  ['one that is down before one whose day is over', [paused, down], 1],
  ['one whose day is over where all are', [{ ...paused, ...failed }, paused], 1],
])('%s', (_, standings, expected) => {
  expect(
    choose(
      standings.map((standing) => ({ ...fine, ...standing })),
      0.999,
    ),
  ).toBe(expected)
})

test('by weight, in proportion, of those that are up', () => {
  const weighted = [2, 1, 1].map((weight) => ({ ...fine, weight }))
  expect([0, 0.49, 0.5, 0.74, 0.75, 0.999].map((random) => choose(weighted, random))).toEqual([0, 0, 1, 1, 2, 2])
  const withoutFirst = weighted.map((standing, at) => (at === 0 ? { ...standing, ...down } : standing))
  expect([0, 0.49, 0.5, 0.999].map((random) => choose(withoutFirst, random))).toEqual([1, 1, 2, 2])
})
