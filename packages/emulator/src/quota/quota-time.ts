import type { EmulatorClock } from '../clock/clock.js'

/**
 * Milliseconds since the epoch that never go back and pass when either clock of the emulator says so: a test may pin the
 * calendar to keep a model alive, and quotas come back all the same; or it may turn the calendar on, and they follow.
 */
export function steadyTime(clock: EmulatorClock): () => number {
  const startMs = clock.now().getTime()
  const startMonotonicMs = clock.monotonicMs()
  let latestMs = startMs
  return () => {
    latestMs = Math.max(latestMs, clock.now().getTime(), startMs + clock.monotonicMs() - startMonotonicMs)
    return latestMs
  }
}

/**
 * Quota time: whole milliseconds of which a minute has 60,000, however long it lasts. With a `timeScale` of 60 a minute
 * lasts one second, and begins with the second.
 */
export function quotaTime(steady: () => number, timeScale: number): () => number {
  return () => Math.floor(steady() * timeScale)
}
