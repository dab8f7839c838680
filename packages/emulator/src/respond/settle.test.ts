import { expect, test } from 'vitest'
import { StoppedClock } from '../../testing/stopped-clock.js'
import type { EventFrames } from '../answer/event-frames.js'
import type { JournalDraft } from '../journal/journal-entry.js'
import { QuotaBook } from '../quota/quota-book.js'
import type { Finished } from './finished.js'
import { Progress } from './progress.js'
import { settledFrames } from './settle.js'

/** An answer of 100 tokens to 10, as far as its settlement looks at it. */
function answered() {
  const clock = new StoppedClock()
  const place = { model: 'claude-haiku-4-5', region: 'us-east-1', service: 'runtime' as const }
  const rule = { quotas: { [place.model]: { tokensPerMinute: 1_000 } }, timeScale: 1 }
  const book = new QuotaBook(rule, () => clock.monotonicMs())
  const demand = { inputTokens: 10, cacheWriteTokens: 0, maxTokens: 990, burndown: 5 }
  const admission = book.admit(place, demand)
  if (!admission.admitted) throw new Error('refused')
  const entry: Partial<JournalDraft> = {}
  const usage = { input_tokens: 10, output_tokens: 100 }
  const finished = {
    call: { entry, reservation: admission.reservation },
    message: { usage },
    clock,
  } as unknown as Finished
  const left = () => book.admit(place, { ...demand, maxTokens: 890 }).admitted
  return { clock, entry, finished, left }
}

async function* frames(): EventFrames {
  yield [new Uint8Array(1)]
  throw new Error('a frame could not be made')
}

test('frames that nobody begins to read are settled when they are given up', async () => {
  const { entry, finished, left, clock } = answered()
  const given = settledFrames(frames(), finished, new Progress(clock))
  expect(left()).toBe(false)
  await given.return()
  expect(entry).toMatchObject({ aborted: true, charged: 10, usage: { output_tokens: 0 } })
  expect(left()).toBe(true)
})

test('frames that break are settled by how far they came', async () => {
  const { entry, finished, clock } = answered()
  const progress = new Progress(clock)
  const given = settledFrames(frames(), finished, progress)
  await given.next()
  progress.begin(40, 1_000)
  clock.advance(250)
  await expect(given.next()).rejects.toThrow('a frame could not be made')
  expect(entry).toMatchObject({ aborted: true, charged: 10 + 5 * 10 })
})

test('progress counts what is done, and of what is under way the time that it has taken', () => {
  const clock = new StoppedClock()
  const progress = new Progress(clock)
  expect(progress.tokens).toBe(0)
  progress.begin(10, 100)
  clock.advance(50)
  expect(progress.tokens).toBe(5)
  clock.advance(500)
  expect(progress.tokens).toBe(10)
  progress.begin(4, 0)
  expect(progress.tokens).toBe(14)
  progress.finish()
  progress.finish()
  expect(progress.tokens).toBe(14)
})
