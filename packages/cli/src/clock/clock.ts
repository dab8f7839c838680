/** The only source of time in the command line: for durations, the ticking line, patience with standard input, and `--since 7d`. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Milliseconds from an arbitrary start, never going back. */
  monotonic(): number
  /** Calls `callback` every `ms` until the returned function is called; does not keep the process alive. */
  every(ms: number, callback: () => void): () => void
  /** Calls `callback` once after `ms` unless the returned function is called first; does not keep the process alive. */
  after(ms: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  every(ms, callback) {
    const interval = setInterval(callback, ms)
    interval.unref()
    return () => clearInterval(interval)
  },
  after(ms, callback) {
    const timeout = setTimeout(callback, ms)
    timeout.unref()
    return () => clearTimeout(timeout)
  },
}
