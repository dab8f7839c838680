import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

/** Brings what was committed to the disk while everything else goes on. SQLite itself would hold up the whole process. */
export interface WalFile {
  /** Resolves once all that was committed before is on the disk. */
  toDisk(): Promise<void>
  close(): Promise<void>
}

/** The write-ahead log beside a database: until a checkpoint, which syncs by itself, commits are in there alone. */
export function createWalFile(path: string): WalFile {
  let opened: Promise<FileHandle | undefined> | undefined
  return {
    async toDisk() {
      opened ??= openIfThere(`${path}-wal`).catch((error: unknown) => {
        // Another time there may be a descriptor left, or the right to open it.
        opened = undefined
        throw error
      })
      const file = await opened
      await file?.datasync()
    },
    async close() {
      const file = await opened
      opened = undefined
      await file?.close()
    },
  }
}

/** Where the file system has no room for a log beside, SQLite commits to the disk by itself. */
async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r+')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
