import type { Database } from './database.js'
import type { WhenFree } from './patience.js'

/** One thing to write, and who waits for it. */
interface Write {
  readonly work: () => void
  readonly done: () => void
  readonly fail: (error: unknown) => void
}

/** Does a piece of writing as soon as it can be; resolves once it is on the disk. */
export type Writing = <Result>(work: () => Result) => Promise<Result>

/**
 * Puts what comes at the same time into one transaction: bringing a transaction to the disk costs far more than what is
 * in it, and while one is on its way many more calls may end. Each is on the disk when its promise resolves. If one of
 * them fails, each is tried by itself, so that it fails alone.
 */
export function createWriting(database: Database, whenFree: WhenFree): Writing {
  let waiting: Write[] = []
  let running = false
  const flush = async () => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await writeTogether(batch, { database, whenFree })
    }
    running = false
  }
  return (work) =>
    new Promise((resolve, reject) => {
      let result: ReturnType<typeof work>
      waiting.push({
        work: () => {
          result = work()
        },
        done: () => resolve(result),
        fail: reject,
      })
      if (running) return
      running = true
      // After all that this turn of the event loop brings.
      setImmediate(() => void flush())
    })
}

async function writeTogether(
  batch: readonly Write[],
  { database, whenFree }: { readonly database: Database; readonly whenFree: WhenFree },
): Promise<void> {
  try {
    await whenFree(() =>
      database.writing(() => {
        for (const { work } of batch) work()
      }),
    )
    for (const { done } of batch) done()
  } catch (error) {
    const [only] = batch
    if (batch.length === 1) return only?.fail(error)
    for (const write of batch) await writeTogether([write], { database, whenFree })
  }
}
