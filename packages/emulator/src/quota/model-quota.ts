/** How a limit comes back: drop by drop up to its height, or whole at the start of each minute (or day). */
export type Refill = 'bucket' | 'window'

/** The limits of one model in one region. What is absent is not limited; 0 lets nothing through. */
export interface ModelQuota {
  readonly requestsPerMinute?: number
  readonly tokensPerMinute?: number
  /** New accounts may have 0. */
  readonly tokensPerDay?: number
  /** Of all three. Default `bucket`. */
  readonly refill?: Refill
}

/** Limits by the registry's key of the model. Each region counts for itself, as AWS's do. */
export type Quotas = Readonly<Record<string, ModelQuota>>
