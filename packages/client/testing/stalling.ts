import type { Clock } from '../src/clock/index.js'

/** How a machine under load stalls. */
export interface Load {
  /** Mean time between stalls, and their mean length, in milliseconds. */
  readonly everyMs: number
  readonly stallMs: number
  /** What each single event is late besides, on average. */
  readonly lateMs: number
}

/** When what was due at a moment happens in a process that stalls now and then. */
export function stallsOf({ everyMs, stallMs, lateMs }: Load, clock: Clock): (due: number) => number {
  const stalls: { from: number; until: number }[] = []
  const exponential = (mean: number) => -Math.log(1 - clock.random()) * mean
  return (due) => {
    for (let last = stalls.at(-1); (last?.from ?? 0) <= due; last = stalls.at(-1)) {
      const from = (last?.until ?? 0) + exponential(everyMs)
      stalls.push({ from, until: from + exponential(stallMs) })
    }
    const late = due + exponential(lateMs)
    return stalls.find(({ from, until }) => late >= from && late < until)?.until ?? late
  }
}

/** The same time, in a process that stalls. */
export function stalling(clock: Clock, load: Load | undefined): Clock {
  if (load === undefined) return clock
  const happensAt = stallsOf(load, clock)
  const later = (ms: number) => {
    const now = clock.monotonic()
    return happensAt(now + Math.max(0, ms)) - now
  }
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    random: () => clock.random(),
    timer: (ms, callback) => clock.timer(later(ms), callback),
    sleep: (ms, signal) => clock.sleep(later(ms), signal),
  }
}
