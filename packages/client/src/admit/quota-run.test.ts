import { describe, expect, test } from 'vitest'
import { boundMs, jobsOf, runJobs, windowBoundMs } from '../../testing/quota-run.js'
import type { Run } from '../../testing/quota-run.js'

// A run of 300 jobs against a service modelled for this test, in virtual time: what a client is told, how the quota
// refills and whether others take of it differ; what has to come of it is the same.
const known = { tokensPerMinute: 300_000, requestsPerMinute: 60 }
const settings: readonly [
  string,
  Omit<Run, 'jobs' | 'concurrency'>,
  { refusals: number; late: Readonly<Record<'chat' | 'agentic', number>> },
][] = [
  ['known limits', { refill: 'bucket', limits: known }, { refusals: 3, late: { chat: 1.02, agentic: 1.08 } }],
  ['unknown limits', { refill: 'bucket', limits: {} }, { refusals: 60, late: { chat: 1.02, agentic: 1.1 } }],
  [
    'known limits of which others take 30 %',
    { refill: 'bucket', limits: known, foreign: 0.3 },
    { refusals: 60, late: { chat: 1.45, agentic: 1.52 } },
  ],
  [
    'unknown limits of which others take 30 %',
    { refill: 'bucket', limits: {}, foreign: 0.3 },
    { refusals: 60, late: { chat: 1.45, agentic: 1.52 } },
  ],
  // Whoever takes what there is at once leaves little for calls larger than its own.
  [
    'known limits of which others would take 30 % in large calls',
    { refill: 'bucket', limits: known, foreign: 0.3, foreignTokens: 12_005 },
    { refusals: 60, late: { chat: 1.1, agentic: 1.52 } },
  ],
  [
    'unknown limits of which others would take 30 % in large calls',
    { refill: 'bucket', limits: {}, foreign: 0.3, foreignTokens: 12_005 },
    { refusals: 60, late: { chat: 1.1, agentic: 1.52 } },
  ],
]

describe.each(['chat', 'agentic'] as const)('300 %s jobs', (mix) => {
  const jobs = jobsOf(mix, 300)
  const bound = boundMs(jobs)

  test.each(settings)('with %s all come through in one pass, hardly refused and in time', async (_, run, most) => {
    const { failures, served, refusals, lastAdmissionMs } = await runJobs({ ...run, jobs, concurrency: 32 })
    expect({ failures, served }).toEqual({ failures: [], served: 300 })
    expect(refusals).toBeLessThanOrEqual(most.refusals)
    expect(lastAdmissionMs).toBeLessThanOrEqual(bound * most.late[mix])
  })
})

describe.each([
  ['chat', { known: 1.03, learned: 1.05 }],
  ['agentic', { known: 1.75, learned: 1.75 }],
] as const)('300 %s jobs with a quota that comes back by the minute', (mix, late) => {
  test.each(
    [7, 41].flatMap((seed) =>
      [5, 20, 35, 50].flatMap((into) => [[seed, into, known] as const, [seed, into, {}] as const]),
    ),
  )('take what each minute brings: seed %i, begun %i s into one, told %j', async (seed, into, limits) => {
    const jobs = jobsOf(mix, 300, seed)
    const run = { jobs, concurrency: 32, refill: 'window' as const, limits, seed, intoMinuteMs: into * 1000 }
    const { failures, served, refusals, lastAdmissionMs } = await runJobs(run)
    expect({ failures, served }).toEqual({ failures: [], served: 300 })
    expect(refusals).toBeLessThanOrEqual(60)
    const most = limits === known ? late.known : late.learned
    expect(lastAdmissionMs).toBeLessThanOrEqual(windowBoundMs(jobs, into * 1000) * most)
  })
})

// Seeds that nothing was tuned on, on machines that stall for most of a second every few seconds.
const load = { everyMs: 8000, stallMs: 700, lateMs: 100 }
describe.each([
  ['chat', 41, 1.05],
  ['agentic', 42, 1.09],
] as const)('300 %s jobs on machines that are busy', (mix, seed, late) => {
  const jobs = jobsOf(mix, 300, seed)

  test.each([
    ['known', known, 3],
    ['unknown', {}, 60],
  ] as const)('with %s limits come through in time', async (_, limits, most) => {
    const run = await runJobs({ jobs, concurrency: 32, refill: 'bucket', limits, seed, load })
    expect(run.served).toBe(300)
    expect(run.refusals).toBeLessThanOrEqual(most)
    expect(run.lastAdmissionMs).toBeLessThanOrEqual(boundMs(jobs) * late)
  })
})

test('a big job among small ones waits its turn and no longer', async () => {
  const small = { maxTokens: 4096, input: 500, output: 500 }
  const jobs = Array.from({ length: 120 }, (_, at) =>
    at === 60 ? { maxTokens: 64_000, input: 10_000, output: 900 } : small,
  )
  const { order } = await runJobs({ jobs, concurrency: 120, refill: 'bucket', limits: known })
  expect(order.findIndex(({ maxTokens }) => maxTokens === 64_000)).toBeLessThanOrEqual(60)
})

test('callers take turns, however much one of them asks for', async () => {
  const ofUser = (user: string) => ({ maxTokens: 8192, input: 500, output: 500, tags: { user } })
  const jobs = [...Array.from({ length: 90 }, () => ofUser('many')), ...Array.from({ length: 10 }, () => ofUser('few'))]
  const { order } = await runJobs({ jobs, concurrency: 100, refill: 'bucket', limits: known })
  const waited = order.slice(order.findIndex(({ tags }) => tags?.user === 'few'))
  expect(waited.slice(0, 20).filter(({ tags }) => tags?.user === 'few')).toHaveLength(10)
  // Those of the other that were not let through at the very start come after.
  expect(waited.length).toBeGreaterThan(50)
})

test('interactive calls go before those in bulk', async () => {
  const jobs = [
    ...Array.from({ length: 80 }, () => ({ maxTokens: 8192, input: 500, output: 500, priority: 'bulk' as const })),
    ...Array.from({ length: 10 }, () => ({ maxTokens: 8192, input: 500, output: 500 })),
  ]
  const { order } = await runJobs({ jobs, concurrency: 90, refill: 'bucket', limits: known })
  const first = order.findIndex(({ priority }) => priority === undefined)
  expect(order.slice(first, first + 10).map(({ priority }) => priority)).toEqual(Array.from({ length: 10 }))
  expect(first).toBeLessThan(40)
})
