import type { Taken } from './meter.js'

/** Where the next window begins is looked for at such distances, as parts of a window: at first, and once it is known roughly. */
const coarseProbe = 0.1
const fineProbe = 0.015
/** So many fine ones, then coarse ones again: the window did not begin where it was looked for. */
const fineProbes = 8
/** A refusal so soon after a window was to begin, as a part of it, says that it has not begun yet. */
const soonPart = 0.1
/** Unless so much of it has come through. */
const provenPart = 0.3
/** How much more is believed of the limit with each window, if it is not known. */
const raise = 0.05
/** After the start of a window nothing is taken for this part of it, because clocks differ. */
const startMargin = 0.002
/** A refusal when less than this part of a window was taken says that the quota refills in another way. */
const earlyPart = 0.6

/** What has happened since the last refusal, while the start of a window is looked for. */
interface Search {
  /** What the refused call needed: there was less. */
  readonly need: number
  granted: number
  /** What other calls gave back. */
  returned: number
  firstGrantAt: number | undefined
}

/** What is known of a quota that comes back by the window. */
interface KnownOfWindow {
  /** As it is believed, and the most that it can be. */
  readonly limit: number
  readonly known: number
  readonly windowMs: number
  /** When a window began, where that was seen, and what was taken of it since. */
  readonly begun?: { readonly at: number; readonly used: number } | undefined
}

/** A quota that comes back whole at the start of each window. Where windows start is learned. */
export class WindowRefill {
  readonly #windowMs: number
  readonly #known: number
  #limit: number
  #used: number
  /** Start of a window; undefined until one was seen. */
  #start: number | undefined
  #tryAt: number
  #probeMs: number
  #early = 0
  readonly #counted = new WeakSet<Taken>()
  /** What has come through of this window. */
  #proven = 0
  /** Whether its start was right; that of the first ones need not be. */
  #sure = false
  #search: Search | undefined
  #fineProbesLeft = 0

  constructor({ limit, known, windowMs, begun }: KnownOfWindow, now: number) {
    this.#windowMs = windowMs
    this.#limit = limit
    this.#known = known
    this.#probeMs = coarseProbe * windowMs
    this.#start = begun?.at
    this.#used = begun?.used ?? Infinity
    this.#proven = begun?.used ?? 0
    this.#tryAt = begun === undefined ? now + this.#probeMs : now
  }

  get limit(): number {
    return this.#limit
  }

  left(now: number): number {
    this.#turn(now)
    return Math.max(0, this.#limit - this.#used)
  }

  waitMs(need: number, now: number): number {
    this.#turn(now)
    if (now < this.#tryAt) return this.#tryAt - now
    if (this.#used === Infinity || this.#used === 0 || this.#used + need <= this.#limit) return 0
    return this.#start === undefined ? this.#probeMs : Math.max(1, this.#next(now) - now)
  }

  untilAllMs(total: number, now: number): number {
    const left = this.left(now)
    if (total <= left) return 0
    return this.#next(now) - now + Math.floor((total - left) / this.#limit) * this.#windowMs
  }

  take(amount: number, now: number): void {
    this.#turn(now)
    // A probe goes alone.
    if (this.#used === Infinity) this.#tryAt = now + this.#probeMs
    else if (this.#used === 0 && !this.#sure) this.#tryAt = now + fineProbe * this.#windowMs
    if (this.#used !== Infinity) this.#used += amount
  }

  /** What a call did not use comes back, unless the window is over in which it was taken. */
  correct({ at }: Taken, more: number, now: number): void {
    this.#turn(now)
    if (more < 0 && this.#start !== undefined && at < this.#start) return
    this.#used = Math.max(0, this.#used + more)
    if (this.#search !== undefined) this.#search.returned -= more
  }

  accepted(taken: Taken, now: number): void {
    const { amount, at } = taken
    if (this.#start !== undefined) {
      if (at < this.#start || this.#counted.has(taken)) return
      this.#counted.add(taken)
      if (!this.#sure) this.#tryAt = Math.min(this.#tryAt, now)
      this.#proven += amount
      this.#sure = true
      return
    }
    // One that is through lets the next one try.
    this.#tryAt = now
    const search = this.#search
    if (search !== undefined) {
      search.granted += amount
      search.firstGrantAt ??= at
      // As much may have been given back meanwhile, without a new window.
      if (search.granted < search.returned + search.need) return
    }
    this.#start = search?.firstGrantAt ?? at
    this.#used = search?.granted ?? amount
    this.#proven = this.#used
    this.#search = undefined
  }

  refused({ amount, at }: Taken, stale: boolean, now: number): 'contradicted' | undefined {
    this.#turn(now)
    if (this.#start === undefined) {
      if (stale) return undefined
      this.#fineProbesLeft -= 1
      if (this.#fineProbesLeft < 0) this.#probeMs = coarseProbe * this.#windowMs
      this.#tryAt = now + this.#probeMs
      this.#lookForStart(amount)
      return undefined
    }
    if (at >= this.#start) this.#used = Math.max(0, this.#used - amount)
    const early = this.#used < earlyPart * this.#limit
    if (!stale && this.#proven < provenPart * this.#limit && at - this.#start < soonPart * this.#windowMs) {
      this.#tryAt = now + fineProbe * this.#windowMs
      this.#probeMs = fineProbe * this.#windowMs
      this.#fineProbesLeft = fineProbes
      this.#used = Infinity
      this.#start = undefined
      this.#sure = false
      this.#lookForStart(amount)
      return undefined
    }
    if (!stale) this.#early = early ? this.#early + 1 : 0
    // There is less than was thought: as much has to come back, or the next window to begin.
    if (!stale && this.#known === Infinity) this.#limit = Math.max(this.#used, earlyPart * this.#limit)
    this.#used = Math.max(this.#used, this.#limit - amount + 1)
    return this.#early > 1 ? 'contradicted' : undefined
  }

  #lookForStart(need: number): void {
    this.#search = { need, granted: 0, returned: 0, firstGrantAt: undefined }
  }

  #next(now: number): number {
    const start = this.#start ?? now
    return start + Math.ceil((now - start) / this.#windowMs + 1e-9) * this.#windowMs + startMargin * this.#windowMs
  }

  #turn(now: number): void {
    if (this.#start === undefined || now < this.#start + this.#windowMs * (1 + startMargin)) return
    if (this.#used < Infinity) this.#limit = Math.min(this.#known, this.#limit * (1 + raise))
    this.#start += Math.floor((now - this.#start) / this.#windowMs) * this.#windowMs
    this.#used = 0
    this.#proven = 0
  }
}
