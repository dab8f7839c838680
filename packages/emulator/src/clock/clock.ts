/**
 * The only place of the emulator that reads time or waits. Tests give one of their own, and so can pin the date
 * on which models end, signatures are checked and streams are paced.
 */
export interface EmulatorClock {
  /** The calendar time: signatures, lifecycles, `Date` headers. */
  now(): Date
  /** Milliseconds from an arbitrary start, never going back: durations. */
  monotonicMs(): number
  /** Resolves after `ms`, or at once when `signal` aborts: it never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Calls `task` every `ms` without keeping the process alive. Returns what stops it. */
  every(ms: number, task: () => void): () => void
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted || ms <= 0) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
  })
}

function every(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms)
  timer.unref()
  return () => clearInterval(timer)
}

/** The machine's clock; `now` replaces only the calendar. */
export function systemClock(now: () => Date = () => new Date(Date.now())): EmulatorClock {
  return { now, monotonicMs: () => performance.now(), sleep, every }
}

/** A clock with another calendar. Made member by member: the methods of a class would not survive a spread. */
export function withCalendar(clock: EmulatorClock, now: () => Date): EmulatorClock {
  return {
    now,
    monotonicMs: () => clock.monotonicMs(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    every: (ms, task) => clock.every(ms, task),
  }
}
