/** The only source of time in the tasks. */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970: for the names and dates of runs. */
  now(): number
  /** Milliseconds from an arbitrary start, never going back: for durations. */
  monotonic(): number
  /** Calls `callback` once after `ms` unless the returned function is called first; does not keep the process alive. */
  after(ms: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, callback) {
    const timeout = setTimeout(callback, ms)
    timeout.unref()
    return () => clearTimeout(timeout)
  },
}
