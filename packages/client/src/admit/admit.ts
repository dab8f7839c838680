import type { Clock } from '../clock/index.js'
import { TokenEstimates } from '../count/token-estimates.js'
import { LedgerError } from '../errors/families.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import type { CallIdentity, Handler, PreparedInvocation, PricedAnswer, Receive } from '../invocation/index.js'
import type { LoggedAttempt, SentAttempt } from '../invocation/attempt-log.js'
import { placeOfTarget } from '../invocation/target.js'
import { chargeOf } from '../cost/charge.js'
import type { Budgets, HeldMoney, Spent } from './budgets.js'
import { burndownOf, tokensNeeded, tokensUsed } from './quota-tokens.js'
import type { Entrant, QuotaBook, Refusal, Ticket } from './quota-book.js'

/** What admission needs. */
export interface AdmitPorts {
  readonly clock: Clock
  readonly book: QuotaBook
  readonly budgets: Budgets
  /** Longest wait for quota, in milliseconds; 0 for none, then a refusal goes up at once. */
  readonly maxQueueMs: number
  /** Whether a call that Bedrock refuses may go another way: its first refusal then goes up, and later ones wait here. */
  readonly hasRoutes: boolean
  /** Default: estimates that no reply corrects. */
  readonly estimates?: TokenEstimates
}

/**
 * Reserves quota and money for an attempt, waits for its turn where there is none, and settles both once by what was
 * really used. What Bedrock refuses for want of quota goes back to its place in line: waiting is no retry.
 *
 * @throws BudgetError `budget_exceeded` or `quota_exceeded`, ThrottledError `throttled` or `daily_quota`, ServiceError
 *   `deadline`, AbortedError; nothing is held any more then
 */
export function createAdmit(
  ports: AdmitPorts,
): (next: Handler<PreparedInvocation, PricedAnswer>) => Handler<PreparedInvocation, PricedAnswer> {
  const { maxQueueMs, clock, hasRoutes, estimates = new TokenEstimates() } = ports
  const refusedBefore = new WeakSet<CallIdentity>()
  return (next) => async (invocation, receive) => {
    const { model, target, call } = invocation
    const bucket = ports.book.bucketOf({ model, account: target.account })
    let waitedMs = 0
    for (let again = false; ; again = true) {
      const begun = clock.monotonic()
      const queueUntil = maxQueueMs === Infinity ? Infinity : begun + Math.max(0, maxQueueMs - waitedMs)
      const needed = tokensNeeded(invocation, bucket.confined ? estimates : undefined)
      call.log.waits()
      const entered = bucket.enter(entrantOf(invocation, needed, { waits: maxQueueMs > 0, queueUntil, again }))
      const ticket = entered instanceof Promise ? await entered : entered
      const inLineMs = entered instanceof Promise ? clock.monotonic() - begun : 0
      waitedMs += inLineMs
      if (inLineMs > 0) call.queued(inLineMs)
      const came = await attempt({ ports, ticket, inLineMs, next }, invocation, receive)
      if (!(came instanceof Refused)) return came
      if (maxQueueMs === 0 || came.error.code === 'daily_quota') throw came.error
      if (hasRoutes && !refusedBefore.has(call)) {
        refusedBefore.add(call)
        throw came.error
      }
      call.log.queued(came.attempt)
    }
  }
}

function entrantOf(
  { tags, priority, signal, limits }: PreparedInvocation,
  { tokens, input, most }: Pick<Entrant, 'tokens' | 'input' | 'most'>,
  { waits, queueUntil, again }: Pick<Entrant, 'waits' | 'queueUntil' | 'again'>,
): Entrant {
  const caller = tags.user ?? tags.project ?? ''
  return { priority, caller, signal, deadlineAt: limits.deadlineAt, tokens, input, most, waits, queueUntil, again }
}

/** An attempt that Bedrock refused for want of quota. */
class Refused {
  readonly error: OutcropError
  readonly attempt: LoggedAttempt

  constructor(error: OutcropError, attempt: LoggedAttempt) {
    this.error = error
    this.attempt = attempt
  }
}

function queuedAttempt({ code, status, requestId }: OutcropError, sent: SentAttempt, now: number): LoggedAttempt {
  return {
    outcome: code,
    startedAt: sent.startedAt,
    waitedMs: sent.waitedMs,
    durationMs: now - sent.begun,
    queued: true,
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
  }
}

/** How an attempt is made. */
interface Making {
  readonly ports: AdmitPorts
  readonly ticket: Ticket
  /** How long the call has waited for it. */
  readonly inLineMs: number
  readonly next: Handler<PreparedInvocation, PricedAnswer>
}

async function attempt(
  { ports, ticket, inLineMs, next }: Making,
  invocation: PreparedInvocation,
  receive: Receive,
): Promise<PricedAnswer | Refused> {
  const { clock } = ports
  const { call, target } = invocation
  let sent: SentAttempt | undefined
  // Until something is sent nothing is used, and nothing spent.
  let used: number | undefined = 0
  let spent: Spent
  let money: HeldMoney | undefined
  try {
    const identity = call.nextAttempt()
    const reserved = ports.budgets.reserve(identity.id, invocation)
    money = reserved instanceof Promise ? await reserved : reserved
    sent = { startedAt: clock.now(), begun: clock.monotonic(), waitedMs: inLineMs }
    call.log.sent(sent)
    const answer = await next({ ...invocation, attempt: identity }, receive)
    used = tokensUsed(answer.charge, burndownOf(invocation))
    spent = answer.charge
    return answer
  } catch (error) {
    if (!isOutcropError(error)) {
      used = undefined
      spent = 'unknown'
      throw error
    }
    const refusal = refusalOf(error)
    if (refusal !== undefined) ticket.refused(refusal)
    spent = spentOf(error)
    used = spent === 'unknown' ? undefined : spent === undefined ? 0 : tokensUsed(spent, burndownOf(invocation))
    if (refusal === undefined || sent === undefined) throw error
    const attempted = queuedAttempt(error, sent, clock.monotonic())
    return new Refused(error, { ...attempted, ...placeOfTarget(target) })
  } finally {
    ticket.settle(used)
    await money?.settle(spent)
  }
}

/** What a failed attempt is billed. An attempt that the ledger could not record was made all the same. */
function spentOf(error: OutcropError): Spent {
  const charge = chargeOf(error)
  if (charge !== undefined || !(error instanceof LedgerError)) return charge
  return error.failure === undefined ? 'unknown' : (chargeOf(error.failure) ?? 'unknown')
}

/** What Bedrock refused the attempt for, if it did so for want of quota and has begun no answer. */
function refusalOf({ code, message, retryAfterMs, serviceError }: OutcropError): Refusal | undefined {
  if (code === 'daily_quota') return { what: 'day', retryAfterMs: undefined }
  if (code !== 'throttled' || serviceError === undefined) return undefined
  return { what: /too many requests/i.test(message) ? 'requests' : 'tokens', retryAfterMs }
}
