import type { ErrorCode } from '../errors/error-code.js'

/** When a kind of error is tried again. */
export interface RetryRule {
  /** The first wait is random up to this, in milliseconds; it doubles with each attempt. */
  readonly baseMs: number
  /** Fewer retries than the call allows, where more would only pay more. */
  readonly atMost?: number
}

/** Quotas refill by the minute, so a shorter wait only meets the same refusal. */
const quota: RetryRule = { baseMs: 1000 }
const transient: RetryRule = { baseMs: 200 }
/** The model worked for it, and is paid for each time. */
const costly: RetryRule = { baseMs: 200, atMost: 1 }

/**
 * What is tried again, and how patiently; what is missing is never. An error that knows of itself that trying again is
 * useless (`retryable` false) is not tried again either.
 */
export const retryRules: Readonly<Partial<Record<ErrorCode, RetryRule>>> = {
  throttled: quota,
  model_not_ready: quota,
  unavailable: transient,
  internal: transient,
  network: transient,
  protocol: transient,
  stream_interrupted: transient,
  model_timeout: costly,
  model_error: costly,
}

/** No wait is longer, however many attempts there were. */
const longestBackoffMs = 20_000

/** A longer wait than this is the caller's decision, not ours, even if the service asks for it. */
const longestRetryAfterMs = 60_000

/**
 * How long to wait before the next attempt, in milliseconds: random between 0 and a bound that doubles (full jitter, so
 * that those who failed together do not come back together), and never less than the service asked for. Undefined if
 * the service asks for more than a call should wait.
 */
export function backoffMs(
  rule: RetryRule,
  { retry, random, retryAfterMs }: { retry: number; random: number; retryAfterMs: number | undefined },
): number | undefined {
  if (retryAfterMs === 0) return 0
  if (retryAfterMs !== undefined && retryAfterMs > longestRetryAfterMs) return undefined
  const jittered = random * Math.min(longestBackoffMs, rule.baseMs * 2 ** (retry - 1))
  return Math.max(jittered, retryAfterMs ?? 0)
}
