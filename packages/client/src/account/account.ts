import type { Clock } from '../clock/index.js'
import { noteCharge } from '../cost/charge.js'
import type { Charge } from '../cost/charge.js'
import type { TokenEstimates } from '../count/token-estimates.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import { isEmulated } from '../invocation/answer-head.js'
import type {
  Answer,
  AttemptIdentity,
  ExchangeWatch,
  Handler,
  PreparedInvocation,
  PricedAnswer,
  Receive,
  WireHead,
} from '../invocation/index.js'
import { usageOf } from '../invocation/usage-of.js'
import { chargeOfAnswer, chargeOfFailure } from './charge-of-attempt.js'
import { entryOfAttempt } from './entry-of-attempt.js'
import type { AttemptEnd } from './entry-of-attempt.js'
import type { LedgerEntry } from './ledger-entry.js'
import { ledgerError } from './ledger-error.js'

/** What accounting needs. */
interface AccountPorts {
  readonly clock: Clock
  /** Keeps the record of each attempt that was sent; undefined if nobody wants it. */
  readonly record: ((entry: LedgerEntry) => void | Promise<void>) | undefined
  /** Default: estimates that no reply corrects. */
  readonly estimates?: TokenEstimates
}

const nanoPerUsd = 1_000_000_000

/** One attempt under way: whether it was sent, who answered, when the answer began. */
class Attempt implements ExchangeWatch {
  readonly #invocation: PreparedInvocation
  readonly #ports: AccountPorts
  readonly #identity: AttemptIdentity
  readonly #startedAt: number
  readonly #begun: number
  #firstEventAt: number | undefined
  #emulated = false
  wasSent = false

  constructor(invocation: PreparedInvocation, ports: AccountPorts) {
    this.#invocation = invocation
    this.#ports = ports
    this.#identity = invocation.attempt ?? invocation.call.nextAttempt()
    this.#startedAt = ports.clock.now()
    this.#begun = ports.clock.monotonic()
  }

  sent(): void {
    this.wasSent = true
  }

  answered(head: WireHead): void {
    this.#emulated = isEmulated(head)
  }

  timed(receive: Receive): Receive {
    if (this.#ports.record === undefined) return receive
    return (events) => {
      this.#firstEventAt ??= this.#ports.clock.monotonic()
      return receive(events)
    }
  }

  /** @throws LedgerError */
  async record(ended: Pick<AttemptEnd, 'outcome' | 'charge' | 'requestId' | 'serviceTier'>, came: Came): Promise<void> {
    const { record, clock } = this.#ports
    if (record === undefined) return
    const entry = entryOfAttempt(this.#invocation, this.#identity, {
      startedAt: this.#startedAt,
      durationMs: clock.monotonic() - this.#begun,
      firstTokenMs: this.#firstEventAt === undefined ? undefined : this.#firstEventAt - this.#begun,
      emulated: this.#emulated,
      ...ended,
    })
    try {
      await record(entry)
    } catch (reason) {
      throw ledgerError(reason, entry, came)
    }
  }
}

/** What an attempt came to: an answer, or its failure. */
type Came = { readonly answer: Answer } | { readonly failure: OutcropError }

function priced(answer: Answer, charge: Charge): PricedAnswer {
  const { cost } = charge
  const costUsd = cost === undefined ? undefined : cost.nanoUsd / nanoPerUsd
  return { ...answer, usage: usageOf(answer.message.usage), costUsd, charge }
}

/**
 * Says what an attempt used and cost. Whoever wants a record of it gets one of each attempt that was sent, before the
 * stages above hear how it ended: also of one that failed, broke off or was aborted.
 *
 * @throws LedgerError if the record cannot be kept; what came of the attempt is in it
 */
export function createAccount(
  ports: AccountPorts,
): (next: Handler<PreparedInvocation, Answer>) => Handler<PreparedInvocation, PricedAnswer> {
  return (next) => async (invocation, receive) => {
    const attempt = new Attempt(invocation, ports)
    let answer: Answer
    try {
      answer = await next({ ...invocation, watch: attempt }, attempt.timed(receive))
    } catch (error) {
      if (isOutcropError(error) && attempt.wasSent) {
        const charge = chargeOfFailure(error, invocation, ports.estimates)
        noteCharge(error, charge)
        const { code: outcome, requestId } = error
        await attempt.record({ outcome, charge, requestId, serviceTier: undefined }, { failure: error })
      }
      throw error
    }
    const charge = chargeOfAnswer(answer)
    const { requestId, serviceTier } = answer
    await attempt.record({ outcome: 'ok', charge, requestId, serviceTier }, { answer })
    return priced(answer, charge)
  }
}
