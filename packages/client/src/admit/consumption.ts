/** Slots of a window, and how many windows are remembered. */
const slotsInWindow = 32
const windowsKept = 4

/**
 * What one client has taken of a quota lately, in slots of time: enough to tell the limit from a refusal, and bounded
 * however many calls there are.
 */
export class Consumption {
  readonly #slotMs: number
  readonly #slots = new Float64Array(slotsInWindow * windowsKept)
  /** Number of the newest slot since the start of the clock. */
  #newest: number

  constructor(windowMs: number, now: number) {
    this.#slotMs = windowMs / slotsInWindow
    this.#newest = Math.floor(now / this.#slotMs)
  }

  /** Negative where something was given back. */
  add(amount: number, now: number): void {
    this.#advance(now)
    const at = this.#newest % this.#slots.length
    this.#slots[at] = (this.#slots[at] ?? 0) + amount
  }

  /**
   * The limit for a window that a refusal of `need` more disproves, if the quota refills evenly and nobody else takes
   * of it: had the limit been this much, the refill since any moment would have sufficed.
   */
  disproved(need: number, now: number): number {
    this.#advance(now)
    let taken = need
    let most = need
    for (let age = 0; age < this.#slots.length; age += 1) {
      const slot = this.#newest - age
      if (slot < 0) break
      taken += this.#slots[slot % this.#slots.length] ?? 0
      const elapsed = Math.max(0, now - slot * this.#slotMs)
      most = Math.max(most, taken / (1 + elapsed / (this.#slotMs * slotsInWindow)))
    }
    return most
  }

  /** What was taken in the last window. */
  lastWindow(now: number): number {
    this.#advance(now)
    let taken = 0
    for (let age = 0; age < slotsInWindow; age += 1) {
      taken += this.#slots[(this.#newest - age + this.#slots.length) % this.#slots.length] ?? 0
    }
    return taken
  }

  #advance(now: number): void {
    const slot = Math.floor(now / this.#slotMs)
    const steps = Math.min(slot - this.#newest, this.#slots.length)
    for (let step = 1; step <= steps; step += 1) this.#slots[(this.#newest + step) % this.#slots.length] = 0
    if (steps >= this.#slots.length) this.#slots.fill(0)
    if (slot > this.#newest) this.#newest = slot
  }
}
