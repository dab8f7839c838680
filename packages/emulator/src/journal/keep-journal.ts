import type { Call, Handler } from '../call.js'
import type { EmulatorClock } from '../clock/clock.js'
import type { Journal } from './journal.js'

/** Writes down every call as soon as its answer is known; the entry of a stream is finished when the stream is. */
export function keepJournal<Taken extends Call>(journal: Journal, clock: EmulatorClock) {
  return (next: Handler<Taken>): Handler<Taken> =>
    async (call) => {
      const { entry, received, startedMs } = call
      const answer = await next(call)
      entry.status = answer.status
      if (entry.timing.durationMs === 0) entry.timing = { ...entry.timing, durationMs: clock.monotonicMs() - startedMs }
      const body = received.json()
      if (body !== undefined) entry.request = { body }
      if (call.departure.left) entry.aborted = true
      journal.add(entry, received.body.length)
      return answer
    }
}
