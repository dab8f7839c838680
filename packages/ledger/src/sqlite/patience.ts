import type { LedgerClock } from '../clock/clock.js'
import { fileFault, isBusy } from './file-fault.js'

/** How long another process may hold the file. */
const patienceMs = 10_000
/** Pauses between the tries, in which everything else goes on: each twice as long as the one before, up to a limit. */
const firstPauseMs = 10
const longestPauseMs = 640

/** Does things to the file as soon as no other process holds it. */
export type WhenFree = <Result>(work: () => Result | Promise<Result>) => Promise<Result>

/** @throws LedgerFileError `locked` when patience is at its end, and for everything else that is wrong with the file */
export function createPatience(path: string, clock: LedgerClock): WhenFree {
  return async (work) => {
    const until = clock.monotonic() + patienceMs
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return await work()
      } catch (error) {
        if (!isBusy(error) || clock.monotonic() >= until) throw fileFault(error, path)
      }
      await clock.sleep(pauseMs)
    }
  }
}
