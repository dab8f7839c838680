import type { Priority, ResolvedModel } from '../invocation/index.js'

/** Limits of an account for one model, as `quotas` takes them. What is left out is not known: refusals teach it. */
export interface QuotaLimits {
  readonly requestsPerMinute?: number
  /** As Bedrock counts: the input and `max_tokens` when a call begins, the input and the burndown of its output in the end. */
  readonly tokensPerMinute?: number
  readonly tokensPerDay?: number
  /** How long a minute of the quota lasts, in milliseconds; a day is 1440 of it. For tests. Default: 60 000. */
  readonly windowMs?: number
}

/** Where calls of one model take their quota from, and how it stands there. */
export interface QuotaState {
  /** Our key, else the id as called. */
  readonly model: string
  readonly region: string
  readonly geography: string
  readonly surface: string
  /** Calls in the queue. */
  readonly waiting: number
  /** How long a call that came now would wait, in milliseconds. */
  readonly waitMs: number
  /** The limits as known or learned; absent where nothing is known. */
  readonly requestsPerMinute?: number
  readonly tokensPerMinute?: number
  /** What could be taken now; absent where nothing is known of the limit. */
  readonly requestsLeft?: number
  readonly tokensLeft?: number
  /** Until when the tokens of the day are used up, in milliseconds since 1970. */
  readonly dailyUntil?: number
}

/** A call that wants to go. */
export interface Entrant {
  /** What Bedrock reserves for it, and how much of that is its input. */
  readonly tokens: number
  readonly input: number
  /** The most that it can have used in the end: its input, and the burndown of all output that it may have. */
  readonly most: number
  readonly priority: Priority
  /** Calls of different callers take turns. */
  readonly caller: string
  readonly signal: AbortSignal | undefined
  /** On the monotonic clock. */
  readonly deadlineAt: number
  /** Whether it waits at all; else it goes at once, whatever is left. */
  readonly waits: boolean
  /** Latest end of its waiting for quota, on the monotonic clock. */
  readonly queueUntil: number
  /** Was let through before, and refused by Bedrock: it has its old place. */
  readonly again: boolean
}

/** What Bedrock refused a call for. */
export interface Refusal {
  readonly what: 'requests' | 'tokens' | 'day'
  readonly retryAfterMs: number | undefined
}

/** What a call that goes holds of the quota. Settled once; later words on it change nothing. */
export interface Ticket {
  /** The call ended; `used` is what counts in the quota, undefined if nobody knows: then all stays taken. */
  settle(used: number | undefined): void
  /** Bedrock refused the call, and took nothing for it. */
  refused(refusal: Refusal): void
}

/** The quota of one account, region, model, kind of profile and surface. */
export interface QuotaBucket {
  /** Whether tokens are worth estimating well: as long as no limit is known, nothing depends on them. */
  readonly confined: boolean
  /**
   * Lets a call go, at once or when it is its turn.
   *
   * @throws ThrottledError `throttled` or `daily_quota`, BudgetError `quota_exceeded`, ServiceError `deadline`,
   *   AbortedError: the call has left the queue then
   */
  enter(entrant: Entrant): Ticket | Promise<Ticket>
  state(): QuotaState
}

/** What tells buckets apart. */
export interface BucketName {
  readonly model: ResolvedModel
  /** Names the identity that signs. */
  readonly account: string
}

/**
 * All quotas that a client takes from. This one is in memory; one that replicas share can stand in its place.
 */
export interface QuotaBook {
  bucketOf(name: BucketName): QuotaBucket
  /** How long a call would wait there, in milliseconds. */
  waitMs(name: BucketName): number
  states(): readonly QuotaState[]
}
