import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { temporaryHome } from '../../testing/temporary-ledger.js'
import { createWalFile } from './wal-file.js'

const folder = temporaryHome()
afterAll(() => {
  folder.remove()
})

test('a log that could not be opened is opened the next time', async () => {
  const wal = createWalFile(folder.path)
  // A folder cannot be opened for writing.
  mkdirSync(`${folder.path}-wal`)
  await expect(wal.toDisk()).rejects.toThrow(/EISDIR|EPERM/)
  rmdirSync(`${folder.path}-wal`)
  writeFileSync(`${folder.path}-wal`, 'committed')
  await wal.toDisk()
  await wal.close()
})

test('a log that could not be opened does not keep the ledger from closing', async () => {
  const path = `${folder.path}.other`
  const wal = createWalFile(path)
  mkdirSync(`${path}-wal`)
  await expect(wal.toDisk()).rejects.toThrow(/EISDIR|EPERM/)
  await wal.close()
})
