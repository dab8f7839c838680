import type { Clock } from '../clock/index.js'
import { createError } from '../errors/create-error.js'
import { isOutcropError, withHistory } from '../errors/outcrop-error.js'
import type { AttemptRecord, OutcropError } from '../errors/outcrop-error.js'
import { errorRegister } from '../errors/register.js'
import { backoffMs, retryRules } from './retry-rules.js'

/** What limits the attempts of one call. */
export interface RetryLimits {
  readonly maxRetries: number
  /** On the monotonic clock. No wait goes beyond it. */
  readonly deadlineAt: number
  readonly signal: AbortSignal | undefined
}

/** What retrying needs. */
export interface RetryPorts {
  readonly clock: Clock
  /** Has credentials fetched anew; false where there are no newer ones. */
  readonly renewCredentials: () => boolean
}

/** One attempt. `settled` says that a failure of it may not be repeated, because a part was handed over already. */
export interface Attempt<Result> {
  run(): Promise<Result>
  settled?(): boolean
}

/** The facts of an answer that go into the history. */
interface AttemptFacts {
  readonly status?: number
  readonly requestId?: string | undefined
}

/** The state of one call over its attempts. */
class Retrying {
  readonly #limits: RetryLimits
  readonly #ports: RetryPorts
  readonly #history: AttemptRecord[] = []
  readonly #retriesByCode = new Map<string, number>()
  #renewed = false

  constructor(limits: RetryLimits, ports: RetryPorts) {
    this.#limits = limits
    this.#ports = ports
  }

  async run<Result extends AttemptFacts>(
    attempt: Attempt<Result>,
  ): Promise<{ result: Result; history: AttemptRecord[] }> {
    const { clock } = this.#ports
    for (let waitedMs = 0; ;) {
      const startedAt = clock.now()
      const begun = clock.monotonic()
      const record = (outcome: AttemptRecord['outcome'], facts: AttemptFacts) => {
        this.#record({ outcome, startedAt, waitedMs, durationMs: clock.monotonic() - begun }, facts)
      }
      try {
        const result = await attempt.run()
        record('ok', result)
        return { result, history: this.#history }
      } catch (error) {
        if (!isOutcropError(error)) throw error
        if (!wasSent(error)) throw withHistory(error, this.#history)
        record(error.code, error)
        const delay = attempt.settled?.() === true ? undefined : this.#delayAfter(error)
        if (delay === undefined) throw withHistory(error, this.#history)
        waitedMs = delay
        await this.#wait(delay)
      }
    }
  }

  #record(entry: Omit<AttemptRecord, 'number'>, { status, requestId }: AttemptFacts): void {
    this.#history.push({
      number: this.#history.length + 1,
      ...entry,
      ...(status !== undefined && { status }),
      ...(requestId !== undefined && { requestId }),
    })
  }

  /** How long to wait before the next attempt; undefined if there is to be none. */
  #delayAfter(error: OutcropError): number | undefined {
    if (this.#history.length > this.#limits.maxRetries) return undefined
    if (error.code === 'credentials_expired' && !this.#renewed) {
      this.#renewed = true
      return this.#ports.renewCredentials() ? 0 : undefined
    }
    const rule = retryRules[error.code]
    if (rule === undefined || !error.retryable) return undefined
    const retry = (this.#retriesByCode.get(error.code) ?? 0) + 1
    if (retry > (rule.atMost ?? Infinity)) return undefined
    this.#retriesByCode.set(error.code, retry)
    const { clock } = this.#ports
    const delay = backoffMs(rule, { retry, random: clock.random(), retryAfterMs: error.retryAfterMs })
    if (delay === undefined || clock.monotonic() + delay >= this.#limits.deadlineAt) return undefined
    return delay
  }

  async #wait(delay: number): Promise<void> {
    if (delay === 0) return
    try {
      await this.#ports.clock.sleep(delay, this.#limits.signal)
    } catch {
      throw withHistory(createError('aborted', 'The call was ended by its caller while it waited'), this.#history)
    }
  }
}

/** What is refused on this side, by a rule or for want of credentials, is no attempt. */
function wasSent({ code, status, requestId }: OutcropError): boolean {
  const family = errorRegister[code].class
  const ours = family === 'RequestError' || family === 'AccessError'
  return !ours || status !== undefined || requestId !== undefined
}

/**
 * Makes attempts until one succeeds or none is left.
 *
 * @throws OutcropError the last attempt's, with all attempts in its `history`
 */
export function retrying<Result extends AttemptFacts>(
  attempt: Attempt<Result>,
  limits: RetryLimits,
  ports: RetryPorts,
): Promise<{ result: Result; history: readonly AttemptRecord[] }> {
  return new Retrying(limits, ports).run(attempt)
}
