import { describe, expect, test } from 'vitest'
import { ask, emulatedHere, ids, invoke, pathOf, plainBody, today } from '../../testing/emulated.js'
import { manualClock } from './manual-clock.js'

describe('a clock that is moved by hand', () => {
  test('stands still, and moves calendar and durations alike', () => {
    const clock = manualClock(today)
    expect([clock.now(), clock.monotonicMs()]).toEqual([today, 0])
    clock.advance(1_500)
    expect([clock.now().getTime() - today.getTime(), clock.monotonicMs()]).toEqual([1_500, 1_500])
  })

  test('begins with the machine’s time', () => {
    const before = Date.now()
    expect(manualClock().now().getTime()).toBeGreaterThanOrEqual(before)
  })

  test('wakes whoever has waited long enough, and nobody else', async () => {
    const clock = manualClock(today)
    const woken: number[] = []
    const sleeping = [30, 10, 20].map((ms) => clock.sleep(ms).then(() => woken.push(ms)))
    await clock.sleep(0)
    expect(clock.waiting).toBe(3)
    clock.advance(20)
    await Promise.all(sleeping.slice(1))
    expect(new Set(woken)).toEqual(new Set([10, 20]))
    expect(clock.waiting).toBe(1)
    clock.advance(10)
    await Promise.all(sleeping)
    expect(woken).toHaveLength(3)
  })

  test('lets go whoever is called off', async () => {
    const clock = manualClock(today)
    const leaving = new AbortController()
    const sleeping = clock.sleep(10, leaving.signal)
    leaving.abort()
    await sleeping
    expect(clock.waiting).toBe(0)
    await clock.sleep(10, leaving.signal)
  })
})

test('an emulator lives by it: paced answers, quotas, the prompt cache', async () => {
  const clock = manualClock(today)
  const quotas = { 'claude-haiku-4-5': { requestsPerMinute: 1, refill: 'window' } } as const
  const emulator = await emulatedHere({ clock, quotas, latency: { timeToFirstTokenMs: 30_000 } })
  const first = invoke(emulator, ids.haiku45, plainBody)
  await expect.poll(() => clock.waiting).toBe(1)
  expect((await invoke(emulator, ids.haiku45, plainBody)).status).toBe(429)
  clock.advance(30_000)
  expect((await first).status).toBe(200)
  clock.advance(30_000)
  const second = ask(emulator, { path: pathOf(ids.haiku45, 'invoke'), body: plainBody, date: clock.now() })
  await expect.poll(() => clock.waiting).toBe(1)
  clock.advance(30_000)
  expect((await second).status).toBe(200)
  expect(emulator.requests().map(({ timing }) => timing.durationMs)).toEqual([0, 30_000, 30_000])
})
