const capacity = 500
const costOfRetry = 5
const earnedBySuccess = 1

/**
 * What all calls of a client may spend on retries together. While Bedrock is well, there is always enough; while most
 * calls fail, it runs dry, and an outage meets the calls themselves and not three times as many. What AWS's own SDKs
 * allow: 100 retries in a row, a call that succeeds after a retry gives back what that cost, one that succeeds at once
 * adds a fifth of a retry.
 */
export class RetryBudget {
  #left = capacity

  /** Takes the price of one retry; false if that is not there. */
  take(): boolean {
    if (this.#left < costOfRetry) return false
    this.#left -= costOfRetry
    return true
  }

  /** A call has succeeded, `retried`: after a retry that was paid for. */
  succeeded(retried: boolean): void {
    this.#left = Math.min(capacity, this.#left + (retried ? costOfRetry : earnedBySuccess))
  }
}
