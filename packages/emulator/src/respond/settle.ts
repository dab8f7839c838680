import type { EventFrames } from '../answer/event-frames.js'
import type { Finished } from './finished.js'
import type { Progress } from './progress.js'

/** Closes the books of an answer that has come to its end: what it used goes to the quota, and both into the journal. */
export function settleAll(finished: Finished): void {
  settle(finished, finished.message.usage.output_tokens)
}

/** The same for an answer that breaks off, most often because its client has left: it used what was generated until now. */
export function settleAborted(finished: Finished, progress: Progress): void {
  const { message, call } = finished
  if (!call.entry.fault?.fired) call.entry.aborted = true
  settle(finished, Math.min(progress.tokens, message.usage.output_tokens))
}

// Only the first settlement of an answer counts; the entry says whether there was one.
function settle({ call: { entry, reservation }, message: { usage } }: Finished, outputTokens: number): void {
  entry.usage = { ...usage, output_tokens: outputTokens }
  entry.charged = reservation.settle({
    inputTokens: usage.input_tokens,
    cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
    outputTokens,
  })
}

/**
 * Frames whose answer is settled however it ends: read to the end, left in the middle, or never begun. A generator alone
 * would not do: one that was not begun runs nothing when it is told to return.
 */
export function settledFrames(frames: EventFrames, finished: Finished, progress: Progress): EventFrames {
  const leave = () => {
    if (finished.call.entry.charged === undefined) settleAborted(finished, progress)
  }
  const settled: EventFrames = {
    async next() {
      try {
        const result = await frames.next()
        if (result.done) leave()
        return result
      } catch (error) {
        leave()
        throw error
      }
    },
    async return() {
      leave()
      return frames.return()
    },
    async throw(error) {
      leave()
      return frames.throw(error)
    },
    [Symbol.asyncIterator]: () => settled,
  }
  return settled
}
