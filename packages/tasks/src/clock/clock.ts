/** The only source of time in the tasks. */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970: for the names and dates of runs. */
  now(): number
  /** Milliseconds from an arbitrary start, never going back: for durations. */
  monotonic(): number
  /** Calls `callback` once after `ms` unless the returned function is called first; does not keep the process alive. */
  after(ms: number, callback: () => void): () => void
}

/** Stops this whole process for so many milliseconds: for what must not yield while it waits. */
export function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** The time of the machine. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, callback) {
    const timeout = setTimeout(callback, ms)
    timeout.unref()
    return () => clearTimeout(timeout)
  },
}
