import { Caution } from './caution.js'
import { Consumption } from './consumption.js'
import { EvenRefill } from './even-refill.js'
import { RefillCheck } from './refill-check.js'
import { WindowRefill } from './window-refill.js'

/** What is known of a quota beforehand. */
export interface MeterSetting {
  /** The limit for a window; undefined where nobody knows it: then refusals teach it. */
  readonly limit: number | undefined
  readonly windowMs: number
}

/** What a call takes of a quota, and when it took it. */
export interface Taken {
  readonly amount: number
  readonly at: number
}

/** A refusal teaches a limit only to who has taken so many times as much: else others took it, or it was no quota. */
const leastTaken = 3
/** What was learned is forgotten after so many windows without a refusal. */
const rememberWindows = 15

/** After a refusal one call tries; one of which nothing is heard for this part of a window holds up the others no longer. */
const longestTry = 0.02
/** After so many refusals in a row a quota that refills evenly would have let a call through. */
const refusalsOfWindow = 5
/** A quota that showed that it does not come back by the window is not thought to for so many windows. */
const evenWindows = 10

/**
 * Mirrors one quota of Bedrock from this side: what is left of it, and when there will be enough. How Bedrock refills a
 * quota is not published, and others may take of it too, so each refusal corrects the mirror. It assumes an even refill
 * until refusals show that all comes back at once.
 */
export class Meter {
  readonly #setting: MeterSetting
  readonly #history: Consumption
  readonly #caution: Caution
  #even: EvenRefill | undefined
  #check: RefillCheck | undefined
  #window: WindowRefill
  #byWindow = false
  #evenUntil = 0
  #acceptedAt: number
  #refusedAt = Number.NEGATIVE_INFINITY
  #refusedLast = false
  #triedAt = Number.NEGATIVE_INFINITY

  constructor(setting: MeterSetting, now: number) {
    this.#setting = setting
    this.#history = new Consumption(setting.windowMs, now)
    this.#caution = new Caution(setting.windowMs)
    this.#acceptedAt = now
    const { limit, windowMs } = setting
    this.#window = new WindowRefill({ ...setting, begun: true }, now)
    if (limit === undefined) return
    this.#even = new EvenRefill({ limit, capacity: limit, windowMs }, now)
    this.#check = new RefillCheck({ capacity: limit, level: limit, windowMs }, now)
  }

  /** Whether anything is known of the limit: until then nothing has to wait. */
  get confined(): boolean {
    return this.#even !== undefined
  }

  /** Whether it matters to hear soon that a call is through. */
  get doubted(): boolean {
    return this.#refusedLast || this.#byWindow
  }

  /** The limit as it is known, or as refusals have taught it; undefined as long as there is neither. */
  get limit(): number | undefined {
    return this.#setting.limit ?? (this.#byWindow ? this.#window.limit : this.#even?.limit)
  }

  /** What could be taken now; undefined as long as no limit is known. */
  left(now: number): number | undefined {
    return this.#byWindow ? this.#window.left(now) : this.#even?.left(now)
  }

  /** How long it takes until all of `total` has been let through, in milliseconds. */
  untilAllMs(total: number, now: number): number {
    if (this.#byWindow) return this.#window.untilAllMs(total, now)
    return this.#even?.untilAllMs(total, now) ?? this.#caution.waitMs(now)
  }

  /** How long until `need` may be taken, in milliseconds; 0 for at once. */
  waitMs(need: number, now: number): number {
    if (this.#byWindow) return this.#window.waitMs(need, now)
    if (this.#even === undefined) return this.#caution.waitMs(now)
    const isTrying = this.#refusedLast && this.#triedAt > this.#refusedAt
    const tryMs = isTrying ? this.#triedAt + longestTry * this.#setting.windowMs - now : 0
    return Math.max(tryMs, this.#even.waitMs(need, now))
  }

  take(amount: number, now: number): Taken {
    const taken = { amount, at: now }
    this.#count(amount, now)
    this.#window.take(taken)
    this.#caution.take(now)
    this.#triedAt = now
    return taken
  }

  /** Calls that run have used more than they took. */
  use(more: number, now: number): void {
    if (more === 0) return
    this.#count(more, now)
    this.#window.use(more, now)
  }

  /** Puts what a call really used in the place of what it took. */
  correct(taken: Taken, used: number, now: number): void {
    const more = used - taken.amount
    if (more === 0) return
    this.#count(more, now)
    this.#window.correct(taken, more, now)
  }

  /** Bedrock refused a call for want of something else, and took nothing of this. */
  dropped(taken: Taken, now: number): void {
    this.#window.forget(taken)
    this.correct(taken, 0, now)
  }

  /** A call that took came through. */
  accepted(taken: Taken, now: number): void {
    this.#window.accepted(taken)
    this.#leaveWindow(now)
    if (taken.at < this.#refusedAt) return
    this.#acceptedAt = now
    this.#refusedLast = false
    this.#caution.accepted()
    if (this.#setting.limit === undefined && now - this.#refusedAt > rememberWindows * this.#setting.windowMs) {
      this.#even = undefined
      this.#check = undefined
      this.#byWindow = false
    }
    this.#even?.accepted(now)
  }

  /** A call that took was refused: Bedrock took nothing. */
  refused(taken: Taken, now: number): void {
    this.#history.add(-taken.amount, now)
    this.#check?.take(-taken.amount, now)
    this.#window.refused(taken, now)
    this.#leaveWindow(now)
    this.#refusedLast = true
    // Sent before the last refusal was known, it says nothing new.
    const stale = taken.at <= this.#refusedAt
    if (!stale) this.#refusedAt = now
    if (this.#even === undefined) {
      if (!stale) this.#learn(taken.amount, now)
      return
    }
    if (this.#setting.limit === undefined) {
      const believed = this.#even.limit
      this.#even.atMost(this.#history.disproved(taken.amount, now), stale)
      if (stale && this.#even.limit < believed) this.#check = this.#checkFrom(this.#even.limit, now)
    }
    this.#even.refused(taken, stale, now)
    this.#byWindow ||= this.#looksLikeWindow(taken, now)
  }

  #count(amount: number, now: number): void {
    this.#history.add(amount, now)
    this.#even?.take(amount, now)
    this.#check?.take(amount, now)
  }

  /** The first refusals teach a limit. */
  #learn(need: number, now: number): void {
    const { windowMs, limit } = this.#setting
    const enough = this.#history.lastWindow(now) >= leastTaken * need
    if (!this.#caution.refused(now) || !enough) return
    const capacity = this.#history.disproved(need, now)
    this.#even = new EvenRefill({ limit, capacity, windowMs }, now)
    this.#even.begin(need, now)
    this.#check = this.#checkFrom(capacity, now)
  }

  /** Where a refusal has just told the limit, next to nothing is left of it. */
  #checkFrom(capacity: number, now: number): RefillCheck {
    return new RefillCheck({ capacity, level: 0, windowMs: this.#setting.windowMs }, now)
  }

  #leaveWindow(now: number): void {
    if (!this.#window.isRuledOut) return
    this.#window = new WindowRefill({ ...this.#setting, begun: false }, now)
    this.#byWindow = false
    this.#evenUntil = now + evenWindows * this.#setting.windowMs
  }

  #looksLikeWindow(taken: Taken, now: number): boolean {
    const even = this.#even
    if (even === undefined || now < this.#evenUntil) return false
    if (this.#check?.isMissing(taken, now) === true) return true
    if (even.refusals < refusalsOfWindow) return false
    const silent = now - this.#acceptedAt
    return silent > 0.2 * this.#setting.windowMs && silent * even.rate > 3 * taken.amount
  }
}
