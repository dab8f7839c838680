/** One quota of an account, as Service Quotas tells it. */
export interface AccountLimit {
  /** What holds: what was agreed with AWS, else its default. */
  readonly value: number
  /** What AWS gives an account at first; absent where Service Quotas does not tell it. */
  readonly awsDefault?: number
  /** Names it in Service Quotas. */
  readonly code: string
  readonly name: string
  /** Whether AWS raises it on request. */
  readonly adjustable: boolean
}

/** What an account may use of one model, by calls of one kind: in the region, through a geographic profile, or a global one. */
export interface ModelLimits {
  /** Our key. */
  readonly model: string
  readonly kind: 'region' | 'geographic' | 'global'
  readonly requestsPerMinute?: AccountLimit
  readonly tokensPerMinute?: AccountLimit
  /** Of all kinds together. */
  readonly tokensPerDay?: AccountLimit
}
