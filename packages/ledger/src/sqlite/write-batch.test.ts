import { afterAll, expect, test } from 'vitest'
import { ManualClock } from '../../../client/testing/manual-clock.js'
import { temporaryHome } from '../../testing/temporary-ledger.js'
import { openDatabase } from './open-database.js'
import { createPatience } from './patience.js'
import { createWriteQueue } from './write-batch.js'

const folder = temporaryHome()
afterAll(() => {
  folder.remove()
})

/** A queue that writes numbers to a file of its own, to a disk that answers each sync with the next of `syncs`. */
async function queueOn(name: string, syncs: (Error | undefined)[] = []) {
  const path = `${folder.path}.${name}`
  const clock = new ManualClock()
  const database = await openDatabase(path)
  database.exec('CREATE TABLE IF NOT EXISTS kept (number INTEGER PRIMARY KEY)')
  const wal = {
    toDisk: () => {
      const failure = syncs.shift()
      return failure === undefined ? Promise.resolve() : Promise.reject(failure)
    },
    close: () => Promise.resolve(),
  }
  const { write } = createWriteQueue({ database, wal, whenFree: createPatience(path, clock) })
  const keep = (number: number) =>
    write(() => {
      database.prepare('INSERT INTO kept (number) VALUES (?) ON CONFLICT DO NOTHING').run(number)
      return number
    })
  return { path, clock, database, keep }
}

const errno = (code: string) => Object.assign(new Error(`${code}: fdatasync`), { code })

test.each([
  ['EIO', 'failed'],
  ['ENOSPC', 'full'],
])('after a sync that failed (%s) nothing is called kept, though the next one succeeds', async (code, fault) => {
  const { keep, database } = await queueOn(code, [errno(code)])
  const came = await Promise.allSettled([1, 2, 3].map(keep))
  expect(came).toMatchObject([1, 2, 3].map(() => ({ status: 'rejected', reason: { fault } })))
  await expect(keep(4)).resolves.toBe(4)
  database.close()
})

test('a file that another holds is waited for once, by all that came together', async () => {
  const { keep, clock, database, path } = await queueOn('held')
  const other = await openDatabase(path)
  other.exec('BEGIN IMMEDIATE')
  const begun = clock.monotonic()
  const came = await Promise.allSettled([1, 2, 3].map(keep))
  expect(came).toMatchObject([1, 2, 3].map(() => ({ status: 'rejected', reason: { fault: 'locked' } })))
  const waitedMs = clock.monotonic() - begun
  expect(waitedMs).toBeGreaterThanOrEqual(10_000)
  expect(waitedMs).toBeLessThan(20_000)
  other.exec('COMMIT')
  await expect(keep(4)).resolves.toBe(4)
  other.close()
  database.close()
})
