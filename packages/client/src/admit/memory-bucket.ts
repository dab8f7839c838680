import type { Clock, Timer } from '../clock/index.js'
import { createError } from '../errors/create-error.js'
import { DayAllowance } from './day-allowance.js'
import { Meter } from './meter.js'
import type { Taken } from './meter.js'
import type { BucketName, Entrant, QuotaBucket, QuotaLimits, QuotaState, Refusal, Ticket } from './quota-book.js'
import { dayUsedUp, deadlinePassed, neverFits, neverLetThrough, waitedTooLong, waitsTooLong } from './queue-errors.js'
import { RunningCalls } from './running-calls.js'
import type { RunningCall } from './running-calls.js'
import { Wake } from './wake.js'
import { WaitingLine } from './waiting-line.js'

const usualWindowMs = 60_000

/** With so many refusals in a row, over so many windows without a call let through, waiting has no sense. */
const hopelessRefusals = 8
const hopelessWindows = 5

/** Refusals come fast: a call that has heard none for so many times as long as they took is through. */
const silenceOfAccepted = 4
const leastSilenceMs = 100

interface Waiting extends Entrant {
  readonly go: (ticket: Ticket) => void
  readonly fail: (error: Error) => void
}

/** What a call holds of each quota. */
interface Held {
  readonly requests: Taken
  readonly tokens: Taken
  readonly running: RunningCall
}

/** One bucket in memory: its meters, and who waits. */
export class MemoryBucket implements QuotaBucket {
  readonly #name: BucketName
  readonly #clock: Clock
  readonly #limits: QuotaLimits
  readonly #windowMs: number
  readonly #requests: Meter
  readonly #tokens: Meter
  readonly #day: DayAllowance
  readonly #line = new WaitingLine<Waiting>()
  readonly #running: RunningCalls
  readonly #wake: Wake
  #pausedUntil = 0
  #refusedInRow = 0
  /** Those who come back from a refusal are sent away. */
  #hopeless: (() => Error) | undefined
  #throughAt: number
  /** How long refusals take to come, in milliseconds. */
  #refusalMs = 50

  constructor(name: BucketName, limits: QuotaLimits, clock: Clock) {
    const now = clock.monotonic()
    const windowMs = limits.windowMs ?? usualWindowMs
    this.#name = name
    this.#clock = clock
    this.#limits = limits
    this.#windowMs = windowMs
    this.#requests = new Meter({ limit: limits.requestsPerMinute, windowMs }, now)
    this.#tokens = new Meter({ limit: limits.tokensPerMinute, windowMs }, now)
    this.#day = new DayAllowance(limits.tokensPerDay, windowMs)
    this.#running = new RunningCalls(windowMs)
    this.#throughAt = now
    this.#wake = new Wake(clock, () => {
      this.#serve()
    })
  }

  get confined(): boolean {
    return this.#tokens.confined || this.#limits.tokensPerDay !== undefined
  }

  /** How long those who wait will take, and a small call after them, in milliseconds. */
  get waitMs(): number {
    return this.#estimateMs([...this.#line.inOrder(), { tokens: 1 }], this.#clock.monotonic())
  }

  enter(entrant: Entrant): Ticket | Promise<Ticket> {
    this.#demandSense(entrant)
    const now = this.#clock.monotonic()
    if (!entrant.waits) return this.#letGo(entrant)
    if (this.#line.length === 0 && this.#waitMs(entrant, now) === 0) return this.#letGo(entrant)
    return this.#queue(entrant, now)
  }

  state(): QuotaState {
    const now = this.#clock.monotonic()
    const { model } = this.#name
    const dailyUntil = this.#day.blockedUntil(0, this.#clock.now())
    return {
      model: model.key ?? model.calledId,
      region: model.region,
      geography: model.geography ?? 'region',
      surface: model.surface === 'mantle' ? 'mantle' : 'runtime',
      waiting: this.#line.length,
      waitMs: Math.round(this.waitMs),
      ...whole({ requestsPerMinute: this.#requests.limit }),
      ...whole({ tokensPerMinute: this.#tokens.limit }),
      ...whole({ requestsLeft: this.#requests.left(now) }),
      ...whole({ tokensLeft: this.#tokens.left(now) }),
      ...(dailyUntil !== undefined && { dailyUntil }),
    }
  }

  /** @throws BudgetError, ThrottledError for what no waiting helps */
  #demandSense({ tokens, again }: Entrant): void {
    if (again && this.#hopeless !== undefined) throw this.#hopeless()
    const { tokensPerMinute, requestsPerMinute } = this.#limits
    const most = tokensPerMinute ?? Infinity
    if (tokens > most) throw neverFits(this.#name.model, tokens, most)
    if (requestsPerMinute === 0) throw neverFits(this.#name.model, 1, 0)
    const until = this.#day.blockedUntil(tokens, this.#clock.now())
    if (until !== undefined) throw dayUsedUp(this.#name.model, until, this.#clock.now())
  }

  #waitMs({ tokens }: Entrant, now: number): number {
    const paused = Math.max(0, this.#pausedUntil - now)
    // Without a limit nothing is compared, and every call under way would be looked at for it.
    if (this.#tokens.confined) this.#tokens.use(this.#running.advance(now), now)
    return Math.max(paused, this.#requests.waitMs(1, now), this.#tokens.waitMs(tokens, now))
  }

  /** How long until all of these are through. */
  #estimateMs(ahead: readonly Pick<Entrant, 'tokens'>[], now: number): number {
    const tokens = ahead.reduce((sum, each) => sum + each.tokens, 0)
    const paused = Math.max(0, this.#pausedUntil - now)
    return Math.max(paused, this.#requests.untilAllMs(ahead.length, now), this.#tokens.untilAllMs(tokens, now))
  }

  #queue(entrant: Entrant, now: number): Promise<Ticket> {
    const { model } = this.#name
    if (entrant.signal?.aborted === true) return Promise.reject(leftQueue())
    return new Promise<Ticket>((resolve, reject) => {
      let timer: Timer | undefined
      const leave = () => {
        timer?.cancel()
        entrant.signal?.removeEventListener('abort', onAbort)
      }
      const waiting: Waiting = {
        ...entrant,
        go: (ticket) => {
          leave()
          resolve(ticket)
        },
        fail: (error) => {
          leave()
          reject(error)
        },
      }
      const giveUp = (error: Error) => {
        this.#line.remove(waiting)
        waiting.fail(error)
        this.#serve()
      }
      const onAbort = () => {
        giveUp(leftQueue())
      }
      if (entrant.again) this.#line.putBack(waiting)
      else this.#line.append(waiting)
      const left = Math.min(entrant.queueUntil, entrant.deadlineAt) - now
      const tooLong = () =>
        entrant.deadlineAt <= entrant.queueUntil
          ? deadlinePassed(model)
          : waitedTooLong(model, left, this.#waitOf(waiting))
      if (entrant.queueUntil < Infinity && this.#waitOf(waiting) > entrant.queueUntil - now) {
        giveUp(waitsTooLong(model, this.#waitOf(waiting), this.#line.length))
        return
      }
      timer = this.#clock.timer(Math.max(0, left), () => {
        giveUp(tooLong())
      })
      entrant.signal?.addEventListener('abort', onAbort, { once: true })
      this.#serve()
    })
  }

  #waitOf(waiting: Waiting): number {
    const ahead: Waiting[] = []
    for (const each of this.#line.inOrder()) {
      ahead.push(each)
      if (each === waiting) break
    }
    return this.#estimateMs(ahead, this.#clock.monotonic())
  }

  /** Lets those go whose turn it is. */
  #serve(): void {
    for (let first = this.#line.first; first !== undefined; first = this.#line.first) {
      const now = this.#clock.monotonic()
      const wait = this.#waitMs(first, now)
      if (wait > 0) return this.#wake.in(wait)
      this.#line.shift()
      first.go(this.#letGo(first))
    }
    this.#wake.cancel()
  }

  #letGo({ tokens, input, most }: Entrant): Ticket {
    const now = this.#clock.monotonic()
    const held: Held = {
      requests: this.#requests.take(1, now),
      tokens: this.#tokens.take(tokens, now),
      running: { tokens, input, most, at: now },
    }
    this.#running.begin(held.running)
    this.#day.take(tokens, this.#clock.now())
    let open = true
    if (this.#requests.doubted || this.#tokens.doubted) {
      this.#clock.timer(Math.max(leastSilenceMs, silenceOfAccepted * this.#refusalMs), () => {
        if (open) this.#accepted(held)
      })
    }
    return {
      settle: (used) => {
        if (!open) return
        open = false
        this.#settle(held, used)
      },
      refused: (refusal) => {
        if (!open) return
        open = false
        this.#refused(held, refusal)
      },
    }
  }

  #settle(held: Held, used: number | undefined): void {
    const now = this.#clock.monotonic()
    const beyond = this.#running.end(held.running, used, now)
    this.#accepted(held)
    if (used !== undefined) {
      this.#tokens.correct(held.tokens, used - beyond, now)
      this.#day.take(used - held.tokens.amount, this.#clock.now())
    }
    this.#serve()
  }

  #accepted(held: Held): void {
    const now = this.#clock.monotonic()
    this.#refusedInRow = 0
    this.#hopeless = undefined
    this.#throughAt = now
    this.#requests.accepted(held.requests, now)
    this.#tokens.accepted(held.tokens, now)
    this.#serve()
  }

  #refused(held: Held, { what, retryAfterMs }: Refusal): void {
    const now = this.#clock.monotonic()
    this.#running.end(held.running, undefined, now)
    this.#refusalMs += 0.3 * (now - held.tokens.at - this.#refusalMs)
    this.#day.take(-held.tokens.amount, this.#clock.now())
    // The other quotas took nothing either.
    if (what === 'requests') this.#requests.refused(held.requests, now)
    else this.#requests.dropped(held.requests, now)
    if (what === 'tokens') this.#tokens.refused(held.tokens, now)
    else this.#tokens.dropped(held.tokens, now)
    if (what === 'day') this.#day.refused(this.#clock.now())
    if (retryAfterMs !== undefined) this.#pausedUntil = Math.max(this.#pausedUntil, now + retryAfterMs)
    this.#refusedInRow += 1
    const silent = now - this.#throughAt
    if (this.#refusedInRow >= hopelessRefusals && silent > hopelessWindows * this.#windowMs) {
      const refusals = this.#refusedInRow
      this.#hopeless = () => neverLetThrough(this.#name.model, refusals, silent)
      this.#sendAway(this.#hopeless)
    }
    if (what === 'day') {
      const until = this.#day.blockedUntil(0, this.#clock.now()) ?? this.#clock.now()
      this.#sendAway(() => dayUsedUp(this.#name.model, until, this.#clock.now()))
    }
    this.#serve()
  }

  /** Ends the waiting of all. */
  #sendAway(error: () => Error): void {
    for (let waiting = this.#line.first; waiting !== undefined; waiting = this.#line.first) {
      this.#line.shift()
      waiting.fail(error())
    }
  }
}

/** The members that are known, as whole numbers. */
function whole(members: Readonly<Record<string, number | undefined>>): Record<string, number> {
  const known = Object.entries(members).filter((member): member is [string, number] => member[1] !== undefined)
  return Object.fromEntries(known.map(([name, value]) => [name, Math.max(0, Math.floor(value))]))
}

function leftQueue(): Error {
  return createError('aborted', 'The call was ended by its caller while it waited for quota')
}
