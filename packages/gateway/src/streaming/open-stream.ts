import type { CallEvent, Clock, MessageStream, Reply } from '@outcrop/client'

type Batch = IteratorResult<readonly CallEvent[], undefined>

/** A stream of the client whose first events have come, or that has been silent for a while. */
export interface OpenStream {
  next(): Promise<Batch>
  /** The whole answer, once it is there. */
  reply(): Promise<Reply>
}

/** What keeps a stream alive. */
export interface Liveness {
  readonly clock: Clock
  /** How long a stream may be silent before it is said that it lives, in milliseconds. */
  readonly pingMs: number
}

/**
 * Waits for the first events, so that a call that fails before them gets the status of its error. A silence ends the
 * wait: from then on the answer has begun, and an error is an event of it.
 *
 * @throws OutcropError of a call that failed before its first event
 */
export async function openStream(stream: MessageStream, liveness: Liveness): Promise<OpenStream> {
  const batches = stream.batches[Symbol.asyncIterator]()
  let first: Promise<Batch> | undefined = batches.next()
  await begunOrSilent(first, liveness)
  return {
    next() {
      const pending = first ?? batches.next()
      first = undefined
      return pending
    },
    reply: () => stream.reply(),
  }
}

function begunOrSilent(pending: Promise<Batch>, { clock, pingMs }: Liveness): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.timer(pingMs, resolve)
    const begun = async () => {
      try {
        await pending
        resolve()
      } catch (error) {
        reject(error)
      } finally {
        timer.cancel()
      }
    }
    void begun()
  })
}
