/** The only source of time in the ledger, so that a test can hold it. A {@link Clock} of the client is one too. */
export interface LedgerClock {
  /** Milliseconds since 1970. */
  now(): number
  /** Milliseconds from an arbitrary start, never going back. */
  monotonic(): number
  /** Resolves after `ms`. */
  sleep(ms: number): Promise<void>
}

/** The clock of the machine. */
export const systemClock: LedgerClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep(ms) {
    return new Promise((resolve) => {
      setTimeout(resolve, ms)
    })
  },
}
