import type { Clock } from '../clock/index.js'
import { createError } from '../errors/create-error.js'
import type { WireRequest } from '../invocation/index.js'

/** Waits for credentials no longer than the call may take: what fetches them may be anybody's function. */
export function inTime<Value>(pending: Promise<Value>, request: WireRequest, clock: Clock): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = clock.timer(Math.max(0, request.deadlineAt - clock.monotonic()), () => {
      reject(
        createError('deadline', 'No credentials came in the time that the whole call was given', {
          region: request.region,
          remedy: 'Find out why the source of the credentials does not answer, or raise deadlineMs.',
        }),
      )
    })
    pending.then(resolve, reject).finally(() => {
      timer.cancel()
    })
  })
}
