import type { Taken } from './meter.js'

/** In so many places, evenly spread over a window, its start is thought possible. */
const places = 60
/** So few are not worth another refusal. */
const fewPlaces = 3
/** An account that was wrong so often is none. */
const mostWrong = 3
/** So much of it is forgotten with each window: machines stall. */
const forgiven = 0.1
/** The longest pause after a refusal, as a part of a window; at first it is a quarter of a place, and doubles. */
const longestPause = 0.1
/** By so much the account of what was taken may be wrong, as a part of the limit. */
const tolerance = 0.03

/** A quota that comes back whole at the start of each window, if windows start at one place. */
interface Possible {
  /** When its present window began. */
  start: number
  used: number
  /** The limit is at least what was let through, and at most what was refused. */
  least: number
  most: number
  /** How often a call fared otherwise than this account would have it; forgotten little by little. */
  wrong: number
}

/**
 * A quota that comes back whole at the start of each window. Where windows start is not known, so an account is kept for
 * each place where they may; a call that came through or was refused shows which of them are wrong. A call goes when half
 * of those that are right would let it through: alone, unless all would.
 */
export class WindowRefill {
  readonly #windowMs: number
  readonly #limit: number | undefined
  readonly #begun: number
  readonly #all: readonly Possible[]
  #leastWrong = 0
  /** What was used by each account with a call of which nothing was heard yet; NaN where that cannot be told. */
  readonly #unheard = new Map<Taken, Float64Array>()
  /** When the next of them begins a window. */
  #turnsAt = Number.NEGATIVE_INFINITY
  #tryAt = Number.NEGATIVE_INFINITY
  /** In a row. */
  #refusals = 0
  #refusedAt = Number.NEGATIVE_INFINITY

  /** `begun`: nothing was taken before `now`; else what was taken of the windows of that moment is not known. */
  constructor(
    { limit, windowMs, begun }: { limit: number | undefined; windowMs: number; begun: boolean },
    now: number,
  ) {
    this.#windowMs = windowMs
    this.#limit = limit
    this.#begun = begun ? Number.NEGATIVE_INFINITY : now
    const first = now - windowMs
    const [least, most] = [limit ?? 0, limit ?? Infinity]
    this.#all = Array.from({ length: places }, (_, at) => {
      return { start: first + ((at + 1) * windowMs) / places, used: 0, least, most, wrong: 0 }
    })
  }

  /** The limit as it is known, or as refusals tell it; undefined as long as there was none. */
  get limit(): number | undefined {
    const most = this.#limit ?? Math.min(...this.#right.map((each) => each.most))
    return most === Infinity ? undefined : most
  }

  /** Whether what was heard fits to no place at all. */
  get isRuledOut(): boolean {
    return this.#leastWrong > mostWrong - 1
  }

  left(now: number): number {
    this.#turn(now)
    return Math.max(0, Math.min(...this.#right.map(({ most, used }) => most - used)))
  }

  waitMs(need: number, now: number): number {
    this.#turn(now)
    if (now < this.#tryAt) return this.#tryAt - now
    const waits = this.#right.map((each) => this.#waitOf(each, need, now)).toSorted((one, other) => one - other)
    const longest = waits.at(-1) ?? 0
    const agreed = waits.length <= fewPlaces ? longest : (waits[Math.floor((waits.length - 1) / 2)] ?? 0)
    if (agreed > 0) return agreed
    return this.#isTrying() || (longest > 0 && this.#unheard.size > 0) ? this.#stepMs : 0
  }

  untilAllMs(total: number, now: number): number {
    const left = this.left(now)
    const { limit } = this
    if (total <= left || limit === undefined) return 0
    const next = Math.min(...this.#right.map(({ start }) => start)) + this.#windowMs - now
    return next + Math.floor((total - left) / limit) * this.#windowMs
  }

  take(taken: Taken): void {
    const { amount, at } = taken
    this.#turn(at)
    const told = new Float64Array(places)
    this.#all.forEach((each, index) => {
      each.used += amount
      told[index] = this.#canTell(each, at) ? each.used : Number.NaN
    })
    this.#unheard.set(taken, told)
  }

  use(more: number, now: number): void {
    this.#turn(now)
    for (const each of this.#all) each.used += more
  }

  /** What a call did not use comes back, unless the window is over in which it was taken. */
  correct({ at }: Taken, more: number, now: number): void {
    this.#turn(now)
    for (const each of this.#all) {
      if (more > 0 || at >= each.start) each.used = Math.max(0, each.used + more)
    }
  }

  /** A call was refused for another reason: it says nothing of this quota. */
  forget(taken: Taken): void {
    this.#unheard.delete(taken)
  }

  accepted(taken: Taken): void {
    // One is heard of when nothing is heard for a while, and again in the end.
    const told = this.#unheard.get(taken)
    if (!this.#unheard.delete(taken)) return
    if (taken.at >= this.#refusedAt) this.#refusals = 0
    this.#all.forEach((each, index) => {
      const used = told?.[index] ?? Number.NaN
      if (Number.isNaN(used)) return
      if (used > each.most * (1 + tolerance)) each.wrong += 1
      else if (this.#limit === undefined) each.least = Math.max(each.least, used)
    })
    this.#choose()
  }

  refused(taken: Taken, now: number): void {
    const { amount, at } = taken
    this.#turn(now)
    const told = this.#unheard.get(taken)
    this.#unheard.delete(taken)
    this.#all.forEach((each, index) => {
      const used = told?.[index] ?? Number.NaN
      if (Number.isNaN(used)) return
      // Those that were sent after it may have come before it.
      const most = Math.max(used, each.used)
      if (most * (1 + tolerance) < each.least) each.wrong += 1
      else if (this.#limit === undefined) each.most = Math.min(each.most, most)
    })
    for (const each of this.#all) {
      if (at >= each.start) each.used = Math.max(0, each.used - amount)
    }
    for (const [later, sums] of this.#unheard) {
      if (later.at >= at)
        this.#unheard.set(
          later,
          sums.map((sum) => sum - amount),
        )
    }
    this.#tryAt = now + Math.min(longestPause * this.#windowMs, (this.#stepMs / 4) * 2 ** this.#refusals)
    this.#refusals += 1
    this.#refusedAt = now
    this.#choose()
    // Where the account is a little wrong, as much has to come back first.
    for (const each of this.#right) {
      if (at < each.start || now - each.start < this.#stepMs / 2) continue
      each.used = Math.max(each.used, this.#limitOf(each) - amount + 1)
    }
  }

  get #stepMs(): number {
    return this.#windowMs / places
  }

  /** Those that were wrong least. */
  get #right(): readonly Possible[] {
    return this.#all.filter((each) => this.#isRight(each))
  }

  #isRight({ wrong }: Possible): boolean {
    return wrong < this.#leastWrong + 1 / 2
  }

  /** Less than was refused; where this account saw no refusal, another did. */
  #limitOf({ most }: Possible): number {
    if (this.#limit !== undefined) return this.#limit
    const refused = most < Infinity ? most : Math.min(...this.#all.map((each) => each.most))
    return Math.max(0, refused - 1)
  }

  #waitOf(possible: Possible, need: number, now: number): number {
    const { start, used } = possible
    if (used === 0 || used + need <= this.#limitOf(possible)) return 0
    return Math.max(1, start + this.#windowMs - now)
  }

  /** Whether nothing was heard yet of a call that went after a refusal, or when a window had hardly begun, if it had. */
  #isTrying(): boolean {
    for (const [{ at }, told] of this.#unheard) {
      if (this.#refusals > 0 && at > this.#refusedAt) return true
      const isBeginning = (each: Possible, index: number) => at >= each.start && Number.isNaN(told[index])
      if (this.#all.some((each, index) => this.#isRight(each) && isBeginning(each, index))) return true
    }
    return false
  }

  /** Next to where a window may begin nobody can tell which one a call belongs to. */
  #canTell({ start }: Possible, now: number): boolean {
    return start >= this.#begun && now - start >= this.#stepMs / 2 && start + this.#windowMs - now > this.#stepMs / 2
  }

  #choose(): void {
    let least = Infinity
    for (const { wrong } of this.#all) if (wrong < least) least = wrong
    this.#leastWrong = least
  }

  #turn(now: number): void {
    if (now < this.#turnsAt) return
    this.#turnsAt = Infinity
    for (const each of this.#all) {
      if (now >= each.start + this.#windowMs) {
        each.start += Math.floor((now - each.start) / this.#windowMs) * this.#windowMs
        each.used = 0
        each.wrong = Math.max(0, each.wrong - forgiven)
      }
      this.#turnsAt = Math.min(this.#turnsAt, each.start + this.#windowMs)
    }
  }
}
