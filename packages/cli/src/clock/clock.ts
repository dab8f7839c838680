/** The only source of time in the command line: for durations, the ticking line and patience with standard input. */
export interface Clock {
  /** Milliseconds from an arbitrary start, never going back. */
  monotonic(): number
  /** Calls `callback` every `ms` until the returned function is called; does not keep the process alive. */
  every(ms: number, callback: () => void): () => void
  /** Calls `callback` once after `ms` unless the returned function is called first; does not keep the process alive. */
  after(ms: number, callback: () => void): () => void
}

export const systemClock: Clock = {
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
