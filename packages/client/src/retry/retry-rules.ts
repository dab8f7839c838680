import type { ErrorCode } from '../errors/error-code.js'

/** When a kind of error is tried again. */
export interface RetryRule {
  /** The first wait is random up to this, in milliseconds; it doubles with each attempt. */
  readonly baseMs: number
  /** Added to every wait: no wait is shorter. */
  readonly leastMs?: number
  /** Fewer retries than the call allows, where more would only pay more. */
  readonly atMost?: number
  /** Takes nothing from the retry budget, because its own wait paces it. */
  readonly paced?: true
}

/** Quotas refill by the minute, so a shorter wait only meets the same refusal. */
const quota: RetryRule = { baseMs: 1000, leastMs: 1000, paced: true }
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
  deadline: costly,
}

/** For what a caller's own `shouldRetry` has tried again and no rule knows. */
export const rulelessRetry = transient

/** No wait is longer, however many attempts there were, unless the call says so. */
const usualLongestMs = 20_000

/** A longer wait than this is the caller's decision, not ours, even if the service asks for it. */
const longestRetryAfterMs = 60_000

/** What a wait depends on besides its rule. */
export interface BackoffQuestion {
  /** 1 for the first retry. */
  readonly retry: number
  /** In [0, 1). */
  readonly random: number
  readonly retryAfterMs: number | undefined
  /** Instead of the rule's first wait. */
  readonly initialDelayMs: number | undefined
  readonly maxDelayMs: number | undefined
}

/**
 * How long to wait before the next attempt, in milliseconds: random up to a bound that doubles (full jitter, so that
 * those who failed together do not come back together), and never less than the service asked for. Undefined if the
 * service asks for more than a call should wait.
 */
export function backoffMs(rule: RetryRule, question: BackoffQuestion): number | undefined {
  const { retry, random, retryAfterMs } = question
  if (retryAfterMs === 0) return 0
  if (retryAfterMs !== undefined && retryAfterMs > longestRetryAfterMs) return undefined
  const longest = question.maxDelayMs ?? usualLongestMs
  const base = question.initialDelayMs ?? rule.baseMs
  const least = Math.min(rule.leastMs ?? 0, base)
  const jittered = least + random * Math.min(longest, base * 2 ** (retry - 1))
  return Math.max(Math.min(jittered, longest), retryAfterMs ?? 0)
}
