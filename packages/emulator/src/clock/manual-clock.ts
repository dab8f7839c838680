import { type EmulatorClock, systemClock } from './clock.js'

/** A clock that moves only when a test moves it. */
export interface ManualClock extends EmulatorClock {
  /** Lets time pass: whoever waits no longer than this goes on, and windows and caches age. */
  advance(ms: number): void
  /** How many waits are under way: of paced answers, delays and stalls. */
  readonly waiting: number
}

/**
 * A clock for tests of what depends on time: quotas come back, caches run out and paced answers go on by
 * {@link ManualClock.advance}, without a test ever waiting. Silent connections are not closed by it.
 *
 * @param start The calendar time at first. Default the machine's, so that clients which sign by theirs are let in; whoever
 * moves it by more than five minutes also needs `auth: 'off'`, or `clockSkewSeconds`.
 */
export function manualClock(start: Date = systemClock().now()): ManualClock {
  let passedMs = 0
  let sleepers: { readonly atMs: number; readonly wake: () => void }[] = []
  return {
    now: () => new Date(start.getTime() + passedMs),
    monotonicMs: () => passedMs,
    sleep(ms, signal) {
      if (ms <= 0 || signal?.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const sleeper = { atMs: passedMs + ms, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((one) => one !== sleeper)
          resolve()
        })
      })
    },
    every: () => () => {},
    advance(ms) {
      passedMs += ms
      const due = sleepers.filter(({ atMs }) => atMs <= passedMs)
      sleepers = sleepers.filter(({ atMs }) => atMs > passedMs)
      for (const { wake } of due) wake()
    },
    get waiting() {
      return sleepers.length
    },
  }
}
