// The emulator in a process of its own: node server.js OPTIONS (JSON). Prints its port; answers every line on stdin with
// what it has used; ends with its stdin.
import { createInterface } from 'node:readline'
import { startEmulator } from '@outcrop/emulator'

const emulator = await startEmulator(JSON.parse(process.argv[2] ?? '{}'))
const tell = (figures) => process.stdout.write(`${JSON.stringify(figures)}\n`)
tell({ port: emulator.port })
for await (const _ of createInterface({ input: process.stdin })) {
  // Otherwise the figure is of how lazily garbage is collected, not of what is kept.
  globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed, external } = process.memoryUsage()
  tell({ cpuUs: user + system, userUs: user, rss, heapUsed, external })
}
await emulator.close()
