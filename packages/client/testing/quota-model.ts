/** How the service of a test counts: written for itself, from Bedrock's published rules. */
export interface ModelledQuota {
  readonly tokensPerMinute: number
  readonly requestsPerMinute: number
  readonly refill: 'bucket' | 'window'
  readonly burndown: number
}

/** What a call asks for, and what it comes to. */
export interface ModelledCall {
  readonly input: number
  readonly maxTokens: number
  readonly output: number
}

const minute = 60_000
const windowOf = (now: number) => Math.floor(now / minute)

/** One counted thing. */
class Store {
  readonly #limit: number
  readonly #refill: ModelledQuota['refill']
  #left: number
  #at: number

  constructor(limit: number, refill: ModelledQuota['refill'], now: number) {
    this.#limit = limit
    this.#refill = refill
    this.#left = limit
    this.#at = now
  }

  left(now: number): number {
    if (this.#refill === 'bucket') {
      this.#left = Math.min(this.#limit, this.#left + ((now - this.#at) * this.#limit) / minute)
    } else if (windowOf(now) > windowOf(this.#at)) this.#left = this.#limit
    this.#at = now
    return this.#left
  }

  take(amount: number, now: number): void {
    this.#left = Math.min(this.#limit, this.left(now) - amount)
  }

  /** A window that is over takes nothing back. */
  giveBack(amount: number, takenAt: number, now: number): void {
    if (this.#refill === 'window' && windowOf(takenAt) < windowOf(now)) return
    this.take(-amount, now)
  }
}

/** A modelled service: refuses or serves, and remembers what it did. */
export class QuotaModel {
  readonly #tokens: Store
  readonly #requests: Store
  readonly #burndown: number
  refusals = 0
  foreignRefusals = 0
  served = 0
  lastAdmission = 0

  constructor({ tokensPerMinute, requestsPerMinute, refill, burndown }: ModelledQuota, now: number) {
    this.#tokens = new Store(tokensPerMinute, refill, now)
    this.#requests = new Store(requestsPerMinute, refill, now)
    this.#burndown = burndown
  }

  /** Undefined if the call is let through, else what it lacked. */
  ask({ input, maxTokens }: ModelledCall, now: number): 'tokens' | 'requests' | undefined {
    if (this.#requests.left(now) < 1) return this.#refuse('requests')
    if (this.#tokens.left(now) < input + maxTokens) return this.#refuse('tokens')
    this.#requests.take(1, now)
    this.#tokens.take(input + maxTokens, now)
    this.served += 1
    this.lastAdmission = now
    return undefined
  }

  /** A call of somebody else: what it takes, it keeps. */
  foreign(tokens: number, now: number): void {
    if (this.#tokens.left(now) < tokens) this.foreignRefusals += 1
    else this.#tokens.take(tokens, now)
  }

  /** A call has come so far that its output costs more than it holds: the rest is taken as it comes. */
  generated({ maxTokens }: ModelledCall, { from, to }: { from: number; to: number }, now: number): void {
    const beyond = (output: number) => Math.max(0, output * this.#burndown - maxTokens)
    this.#tokens.take(beyond(to) - beyond(from), now)
  }

  /** The end of a call that was let through at `takenAt`. */
  settle({ maxTokens, output }: ModelledCall, takenAt: number, now: number): void {
    const rest = maxTokens - output * this.#burndown
    if (rest > 0) this.#tokens.giveBack(rest, takenAt, now)
  }

  #refuse(what: 'tokens' | 'requests'): 'tokens' | 'requests' {
    this.refusals += 1
    return what
  }
}
