import type { Clock } from './clock.js'

/** A timer that is due later than this fires at once in Node; nothing here ever has to wait longer. */
const longestTimerMs = 2_147_483_647

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  random: () => Math.random(),
  timer(ms, callback) {
    const timeout = setTimeout(callback, Math.min(ms, longestTimerMs))
    timeout.unref()
    return {
      refresh: () => {
        timeout.refresh()
      },
      cancel: () => {
        clearTimeout(timeout)
      },
    }
  },
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error)
        return
      }
      const onAbort = () => {
        clearTimeout(timeout)
        reject(signal?.reason as Error)
      }
      const timeout = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        },
        Math.min(ms, longestTimerMs),
      )
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  },
}
