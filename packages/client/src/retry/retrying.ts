import type { Clock } from '../clock/index.js'
import { createError } from '../errors/create-error.js'
import { isOpenElsewhere } from '../errors/elsewhere.js'
import type { ErrorCode } from '../errors/error-code.js'
import { isOutcropError, withHistory } from '../errors/outcrop-error.js'
import type { AttemptRecord, OutcropError } from '../errors/outcrop-error.js'
import { errorRegister } from '../errors/register.js'
import type { LineNotes, LoggedAttempt, SentAttempt } from '../invocation/attempt-log.js'
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
  /** What happened in line for quota during the attempt, where there is such a line. */
  inLine?(): LineNotes
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
      const alone: SentAttempt = { startedAt: clock.now(), begun: clock.monotonic(), waitedMs: 0 }
      try {
        const result = await attempt.run()
        const sent = this.#readLine(attempt, waitedMs, alone) ?? alone
        this.#record(this.#ended('ok', sent), result)
        budget.succeeded(this.#paid)
        return { result, history: this.#history }
      } catch (error) {
        const sent = this.#readLine(attempt, waitedMs, alone)
        if (!isOutcropError(error)) throw error
        if (sent === undefined || !wasSent(error)) throw withHistory(error, this.#history)
        this.#record(this.#ended(error.code, sent), factsOf(error))
        if (attempt.settled?.() === true) throw withHistory(error, this.#history)
        waitedMs = await this.#waitAfter(error, alone.begun)
      }
    }
  }

  /** Writes down what was sent in vain while the call stood in line; undefined if it was standing there in the end. */
  #readLine(attempt: Attempt<unknown>, waitedMs: number, alone: SentAttempt): SentAttempt | undefined {
    const { queued, last } = attempt.inLine?.() ?? { queued: [], last: undefined }
    for (const [at, one] of queued.entries()) this.#record(at === 0 ? longer(one, waitedMs) : one, {})
    if (last === 'waiting') return undefined
    const sent = last ?? alone
    return queued.length === 0 ? longer(sent, waitedMs) : sent
  }

  #ended(outcome: AttemptRecord['outcome'], { startedAt, begun, waitedMs }: SentAttempt): LoggedAttempt {
    return { outcome, startedAt, waitedMs, durationMs: this.#ports.clock.monotonic() - begun }
  }

  #record(entry: LoggedAttempt, { status, requestId, place }: AttemptFacts): void {
    this.#history.push({
      number: this.#history.length + 1,
      ...entry,
      ...(status !== undefined && { status }),
      ...(requestId !== undefined && { requestId }),
      ...place,
    })
  }

  /** Those that count: attempts that quota refused only waited. */
  get #counted(): readonly AttemptRecord[] {
    return this.#history.filter(({ queued }) => queued !== true)
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
    if (error.code === 'aborted' || this.#counted.length > this.#limits.maxRetries) return undefined
    const corrected = this.#correct(error, begun)
    if (corrected !== undefined) return corrected ? 0 : undefined
    const code = causeOf(error)
    const retry = this.#counted.filter(({ outcome }) => outcome === error.code).length
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

/** The same after a longer wait. */
function longer<One extends { readonly waitedMs: number }>(one: One, byMs: number): One {
  return { ...one, waitedMs: one.waitedMs + byMs }
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
