// Every kind of fault at every event of an answer with thought, text and a tool call, for every way of calling and every
// policy: the answer is right, or the error is typed and has the part that came. Nothing is taken for whole that is not,
// nothing hangs, nothing comes twice. This is a part of the matrix; `npm run test:faults` runs all of it.
import { describe, expect, test } from 'vitest'
import { faultsBefore, someFaultsAt } from './fault-cases.js'
import { failuresOf, sceneFor } from './scenes.js'
import { modelsOf, ways } from './ways.js'

describe.each(['error', 'restart', 'continue'] as const)('with onInterrupted: %s', (policy) => {
  test.each(ways)('$name ends in the right answer or in a typed error', { timeout: 120_000 }, async (way) => {
    const [model] = modelsOf(way)
    const { scene, expected, events } = await sceneFor(way, policy, model)
    // The ways of a surface share all that reads a stream: for the others every third event will do.
    const every = !way.streamed || way.name === 'stream' || way.name === 'stream on messages'
    const some = events.filter((atEvent) => every || atEvent % 3 === 1)
    const cases = some.flatMap((atEvent) => someFaultsAt(atEvent, way))
    expect(await failuresOf(scene, [...faultsBefore, ...cases], expected)).toEqual([])
  })
})

test('a model without prefill goes on by a turn of the user', { timeout: 120_000 }, async () => {
  const [way] = ways.filter(({ name }) => name === 'stream')
  if (way === undefined) throw new Error('no stream')
  const { scene, expected, events } = await sceneFor(way, 'continue', 'claude-sonnet-5-5')
  const cases = events.flatMap((atEvent) => someFaultsAt(atEvent, way))
  expect(await failuresOf(scene, cases, expected)).toEqual([])
})
