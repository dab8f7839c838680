import type { Database } from './database.js'
import type { WhenFree } from './patience.js'
import type { WalFile } from './wal-file.js'

/** One thing to write, and who waits for it. */
interface Write {
  readonly work: () => void
  readonly done: () => void
  readonly fail: (error: unknown) => void
}

/** What is written to. */
export interface WritingPlaces {
  readonly database: Database
  readonly wal: WalFile
  readonly whenFree: WhenFree
}

/** Does a piece of writing as soon as it can be; resolves once it is on the disk. */
export type Writing = <Result>(work: () => Result) => Promise<Result>

/** Takes pieces of writing. */
export interface WriteQueue {
  readonly write: Writing
  /** Resolves once nothing is under way. */
  drained(): Promise<void>
}

/**
 * Puts what comes at the same time into one transaction: bringing a transaction to the disk costs far more than what is
 * in it, and while one is on its way many more calls may end. Each is on the disk when its promise resolves. If one of
 * them fails, each is tried by itself, so that it fails alone.
 */
export function createWriteQueue(places: WritingPlaces): WriteQueue {
  let waiting: Write[] = []
  let running: Promise<void> | undefined
  const flush = async () => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await writeTogether(batch, places)
    }
    running = undefined
  }
  // After all that this turn of the event loop brings.
  const start = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    await flush()
  }
  const write: Writing = (work) =>
    new Promise((resolve, reject) => {
      let result: ReturnType<typeof work>
      waiting.push({
        work: () => {
          result = work()
        },
        done: () => resolve(result),
        fail: reject,
      })
      running ??= start()
    })
  return { write, drained: async () => running }
}

async function writeTogether(batch: readonly Write[], places: WritingPlaces): Promise<void> {
  const { database, wal, whenFree } = places
  try {
    await whenFree(() =>
      database.writing(() => {
        for (const { work } of batch) work()
      }),
    )
    await whenFree(() => wal.toDisk())
    for (const { done } of batch) done()
  } catch (error) {
    const [only] = batch
    if (batch.length === 1) return only?.fail(error)
    for (const write of batch) await writeTogether([write], places)
  }
}
