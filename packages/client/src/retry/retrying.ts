import type { Clock } from '../clock/index.js'
import { createError } from '../errors/create-error.js'
import { isOpenElsewhere } from '../errors/elsewhere.js'
import type { ErrorCode } from '../errors/error-code.js'
import { isOutcropError, withHistory } from '../errors/outcrop-error.js'
import type { AttemptRecord, OutcropError } from '../errors/outcrop-error.js'
import { errorRegister } from '../errors/register.js'
import type { AttemptPlace, RetryChoices } from '../invocation/index.js'
import type { RetryBudget } from './retry-budget.js'
import { backoffMs, retryRules, rulelessRetry } from './retry-rules.js'

/** What limits the attempts of one call. */
export interface RetryLimits extends RetryChoices {
  /** On the monotonic clock. No wait goes beyond it. */
  readonly deadlineAt: number
  readonly signal: AbortSignal | undefined
  /** Goes on after this failure, as if it had just happened: its history, and the wait that it deserves. */
  readonly after?: OutcropError | undefined
}

/** What retrying needs. */
export interface RetryPorts {
  readonly clock: Clock
  /** Shared by all calls of the client. */
  readonly budget: RetryBudget
  /** Has credentials fetched anew unless they are newer than `since` (monotonic); false where there are none newer. */
  readonly renewCredentials: (since: number) => boolean
  /** Is told the service's time; false where the clock of this machine does not explain a refusal. */
  readonly correctClock: (serviceTime: number) => boolean
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
  readonly place?: AttemptPlace
}

const clockComplaint = /Signature (?:expired|not yet current)|^Request(?:TimeTooSkewed|Expired|InTheFuture)/i

/** The state of one call over its attempts. */
class Retrying {
  readonly #limits: RetryLimits
  readonly #ports: RetryPorts
  readonly #history: AttemptRecord[]
  #renewed = false
  #clockCorrected = false
  #paid = false

  constructor(limits: RetryLimits, ports: RetryPorts) {
    this.#limits = limits
    this.#ports = ports
    this.#history = [...(limits.after?.history ?? [])]
  }

  async run<Result extends AttemptFacts>(
    attempt: Attempt<Result>,
  ): Promise<{ result: Result; history: AttemptRecord[] }> {
    const { clock, budget } = this.#ports
    const { after } = this.#limits
    let waitedMs = after === undefined ? 0 : await this.#waitAfter(after, clock.monotonic())
    for (;;) {
      const startedAt = clock.now()
      const begun = clock.monotonic()
      const record = (outcome: AttemptRecord['outcome'], facts: AttemptFacts) => {
        this.#record({ outcome, startedAt, waitedMs, durationMs: clock.monotonic() - begun }, facts)
      }
      try {
        const result = await attempt.run()
        record('ok', result)
        budget.succeeded(this.#paid)
        return { result, history: this.#history }
      } catch (error) {
        if (!isOutcropError(error)) throw error
        if (!wasSent(error)) throw withHistory(error, this.#history)
        record(error.code, factsOf(error))
        if (attempt.settled?.() === true) throw withHistory(error, this.#history)
        waitedMs = await this.#waitAfter(error, begun)
      }
    }
  }

  #record(entry: Omit<AttemptRecord, 'number'>, { status, requestId, place }: AttemptFacts): void {
    this.#history.push({
      number: this.#history.length + 1,
      ...entry,
      ...(status !== undefined && { status }),
      ...(requestId !== undefined && { requestId }),
      ...place,
    })
  }

  /** Waits as long as the error deserves, and says how long that was. Throws it where there is to be no other attempt. */
  async #waitAfter(error: OutcropError, begun: number): Promise<number> {
    const delay = this.#delayAfter(error, begun)
    if (delay === undefined) throw withHistory(error, this.#history)
    if (delay > 0) await this.#wait(delay)
    return delay
  }

  /** How long to wait before the next attempt; undefined if there is to be none. */
  #delayAfter(error: OutcropError, begun: number): number | undefined {
    if (error.code === 'aborted' || this.#history.length > this.#limits.maxRetries) return undefined
    const corrected = this.#correct(error, begun)
    if (corrected !== undefined) return corrected ? 0 : undefined
    const code = causeOf(error)
    const retry = this.#history.filter(({ outcome }) => outcome === error.code).length
    const wanted =
      this.#limits.shouldRetry?.(error, retry) ?? (isOpenElsewhere(error) || isWorthRetrying(error, code, retry))
    if (!wanted) return undefined
    const rule = retryRules[code] ?? rulelessRetry
    const { clock } = this.#ports
    // Where another way is open there is nothing to wait for, and whom the failed one would burden is spared.
    if (isOpenElsewhere(error)) return clock.monotonic() < this.#limits.deadlineAt ? 0 : undefined
    const { retryAfterMs } = error
    const { initialDelayMs, maxDelayMs, deadlineAt } = this.#limits
    const delay = backoffMs(rule, { retry, random: clock.random(), retryAfterMs, initialDelayMs, maxDelayMs })
    if (delay === undefined || clock.monotonic() + delay >= deadlineAt) return undefined
    if (rule.paced === true) return delay
    if (!this.#ports.budget.take()) return undefined
    this.#paid = true
    return delay
  }

  /** Puts right on this side what made the call fail, once each: true if it did, undefined if that is not to blame. */
  #correct(error: OutcropError, begun: number): boolean | undefined {
    if (error.code === 'credentials_expired' && !this.#renewed) {
      this.#renewed = true
      return this.#ports.renewCredentials(begun)
    }
    const { code, message, serviceError = '', serviceTime } = error
    if (code !== 'signature' || serviceTime === undefined || this.#clockCorrected) return undefined
    if (!clockComplaint.test(message) && !clockComplaint.test(serviceError)) return undefined
    this.#clockCorrected = true
    return this.#ports.correctClock(serviceTime)
  }

  async #wait(delay: number): Promise<void> {
    try {
      await this.#ports.clock.sleep(delay, this.#limits.signal)
    } catch {
      throw withHistory(createError('aborted', 'The call was ended by its caller while it waited'), this.#history)
    }
  }
}

/** An answer that broke off is tried again as patiently as what broke it. */
function causeOf({ code, cause }: OutcropError): ErrorCode {
  return code === 'stream_interrupted' && isOutcropError(cause) ? cause.code : code
}

function isWorthRetrying(error: OutcropError, code: ErrorCode, retry: number): boolean {
  const rule = retryRules[code]
  return rule !== undefined && error.retryable && retry <= (rule.atMost ?? Infinity)
}

/** Where the attempt went stands in its error, once route has written it there. */
function factsOf({ status, requestId, region, surface, endpoint }: OutcropError): AttemptFacts {
  return {
    ...(status !== undefined && { status }),
    requestId,
    ...(region !== undefined &&
      surface !== undefined &&
      endpoint !== undefined && { place: { region, surface, endpoint } }),
  }
}

const refusingFamilies: ReadonlySet<string> = new Set(['RequestError', 'AccessError', 'ThrottledError', 'BudgetError'])

/** What is refused on this side, by a rule or for want of credentials, quota or money, is no attempt. */
function wasSent({ code, status, requestId, serviceError }: OutcropError): boolean {
  const ours = refusingFamilies.has(errorRegister[code].class)
  return !ours || status !== undefined || requestId !== undefined || serviceError !== undefined
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
