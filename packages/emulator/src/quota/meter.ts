/**
 * How much of one limit is left. Amounts are whole tokens or requests. Time is handed in, in whole milliseconds of
 * quota time since the epoch; it never goes back.
 */
export interface Meter {
  /** Whether so much is left. */
  fits(amount: number, nowMs: number): boolean
  /** Takes it whether it fits or not: what is used beyond the limit is owed. */
  take(amount: number, nowMs: number): void
  /** Gives back a part of what was taken at `takenMs`. */
  giveBack(amount: number, takenMs: number, nowMs: number): void
  /** How long until so much is left, if nobody takes any; undefined: it never will be. */
  msUntil(amount: number, nowMs: number): number | undefined
}

export const minuteMs = 60_000
export const dayMs = 86_400_000
