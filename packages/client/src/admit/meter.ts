import { Caution } from './caution.js'
import { Consumption } from './consumption.js'
import { EvenRefill } from './even-refill.js'
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

/** After so many refusals in a row a quota that refills evenly would have let a call through. */
const refusalsOfWindow = 5

/**
 * Mirrors one quota of Bedrock from this side: what is left of it, and when there will be enough. How Bedrock refills a
 * quota is not published, and others may take of it too, so each refusal corrects the mirror. It assumes an even refill
 * until a stretch of refusals shows that all comes back at once.
 */
export class Meter {
  readonly #setting: MeterSetting
  readonly #history: Consumption
  #even: EvenRefill | undefined
  #window: WindowRefill | undefined
  #acceptedAt: number
  #evenUntil = 0
  #refusedAt = Number.NEGATIVE_INFINITY
  #caution: Caution

  constructor(setting: MeterSetting, now: number) {
    this.#setting = setting
    this.#history = new Consumption(setting.windowMs, now)
    this.#caution = new Caution(setting.windowMs)
    this.#acceptedAt = now
    const { limit, windowMs } = setting
    if (limit !== undefined) this.#even = new EvenRefill({ limit, capacity: limit, windowMs }, now)
  }

  /** Whether anything is known of the limit: until then nothing has to wait. */
  get confined(): boolean {
    return this.#even !== undefined
  }

  /** The limit as it is known, or as refusals have taught it; undefined as long as there is neither. */
  get limit(): number | undefined {
    return this.#setting.limit ?? this.#window?.limit ?? this.#even?.limit
  }

  /** What could be taken now; undefined as long as no limit is known. */
  left(now: number): number | undefined {
    return this.#window?.left(now) ?? this.#even?.left(now)
  }

  /** How long it takes until all of `total` has been let through, in milliseconds. */
  untilAllMs(total: number, now: number): number {
    return this.#window?.untilAllMs(total, now) ?? this.#even?.untilAllMs(total, now) ?? this.#caution.waitMs(now)
  }

  /** How long until `need` may be taken, in milliseconds; 0 for at once. */
  waitMs(need: number, now: number): number {
    return this.#window?.waitMs(need, now) ?? this.#even?.waitMs(need, now) ?? this.#caution.waitMs(now)
  }

  take(amount: number, now: number): Taken {
    this.#history.add(amount, now)
    this.#even?.take(amount, now)
    this.#window?.take(amount, now)
    this.#caution.take(now)
    return { amount, at: now }
  }

  /** Puts what a call really used in the place of what it took. */
  correct(taken: Taken, used: number, now: number): void {
    const more = used - taken.amount
    if (more === 0) return
    this.#history.add(more, now)
    this.#even?.take(more, now)
    this.#window?.correct(taken, more, now)
  }

  /** A call that took came through. */
  accepted(taken: Taken, now: number): void {
    if (taken.at < this.#refusedAt) return
    this.#acceptedAt = now
    this.#caution.accepted()
    if (this.#setting.limit === undefined && now - this.#refusedAt > rememberWindows * this.#setting.windowMs) {
      this.#even = undefined
      this.#window = undefined
    }
    this.#even?.accepted(now)
    this.#window?.accepted(taken, now)
  }

  /** A call that took was refused: Bedrock took nothing. */
  refused(taken: Taken, now: number): void {
    this.#history.add(-taken.amount, now)
    // Sent before the last refusal was known, it says nothing new.
    const stale = taken.at <= this.#refusedAt
    if (!stale) this.#refusedAt = now
    if (this.#window !== undefined) return this.#refusedInWindow(taken, stale, now)
    const { windowMs, limit } = this.#setting
    if (this.#even === undefined) {
      if (stale) return
      const enough = this.#history.lastWindow(now) >= leastTaken * taken.amount
      if (!this.#caution.refused(now) || !enough) return
      this.#even = new EvenRefill({ limit, capacity: this.#history.disproved(taken.amount, now), windowMs }, now)
      this.#even.begin(taken.amount, now)
      return
    }
    if (limit === undefined) this.#even.atMost(this.#history.disproved(taken.amount, now), stale)
    this.#even.refused(taken, stale, now)
    if (this.#looksLikeWindow(taken.amount, now)) {
      this.#window = new WindowRefill(
        { limit: limit ?? this.#history.lastWindow(now), known: limit ?? Infinity, windowMs },
        now,
      )
    }
  }

  #refusedInWindow(taken: Taken, stale: boolean, now: number): void {
    this.#even?.refused(taken, stale, now)
    if (this.#window?.refused(taken, stale, now) !== 'contradicted') return
    this.#window = undefined
    this.#evenUntil = now + 10 * this.#setting.windowMs
  }

  #looksLikeWindow(need: number, now: number): boolean {
    const even = this.#even
    if (even === undefined || now < this.#evenUntil || even.refusals < refusalsOfWindow) return false
    const silent = now - this.#acceptedAt
    return silent > 0.2 * this.#setting.windowMs && silent * even.rate > 3 * need
  }
}
