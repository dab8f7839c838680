import { randomUUID } from 'node:crypto'
import type { Clock } from '@outcrop/client'

const longestTimerMs = 2_147_483_647

/** The clock of the machine: the only place of the gateway that reads time or chance. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  random: () => Math.random(),
  timer(ms, callback) {
    const timeout = setTimeout(callback, Math.min(ms, longestTimerMs))
    timeout.unref()
    return {
      refresh: () => void timeout.refresh(),
      cancel: () => clearTimeout(timeout),
    }
  },
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(resolve, Math.min(ms, longestTimerMs))
      signal?.addEventListener('abort', () => {
        clearTimeout(timeout)
        reject(signal.reason as Error)
      })
    })
  },
}

/** A name for one request that nobody can guess. */
export function newRequestId(): string {
  return `req_${randomUUID().replaceAll('-', '')}`
}
