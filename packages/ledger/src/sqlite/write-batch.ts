import { LedgerFileError } from '../ledger-file-error.js'
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
 * them cannot be kept, each is tried by itself, so that it fails alone; a file that is held and a disk that fails are no
 * fault of one of them, and all fail.
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
  } catch (error) {
    // Whoever holds the file holds it against each of them too, and has been waited for already.
    if (batch.length === 1 || isLocked(error)) return failAll(batch, error)
    for (const write of batch) await writeTogether([write], places)
    return
  }
  try {
    await whenFree(() => wal.toDisk())
  } catch (error) {
    // Once a sync has failed the next one succeeds, though what the failed one should have brought to the disk is lost.
    return failAll(batch, error)
  }
  for (const { done } of batch) done()
}

function isLocked(error: unknown): boolean {
  return error instanceof LedgerFileError && error.fault === 'locked'
}

function failAll(batch: readonly Write[], error: unknown): void {
  for (const { fail } of batch) fail(error)
}
