/** A running timer. */
export interface Timer {
  /** Starts the time anew, with the same length. */
  refresh(): void
  cancel(): void
}

/**
 * The only source of time and chance in the client, so that a test can hold both.
 * A custom one is given with `createClient({ clock })`.
 */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970: for signatures, expiry and records. */
  now(): number
  /** Milliseconds from an arbitrary start, never going back: for durations and deadlines. */
  monotonic(): number
  /** A number in [0, 1). */
  random(): number
  /** Calls `callback` once after `ms`. A pending timer does not keep the process alive. */
  timer(ms: number, callback: () => void): Timer
  /**
   * Resolves after `ms`. Unlike a timer it keeps the process alive, because someone waits for it.
   *
   * @throws the reason of `signal` when it aborts first
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
