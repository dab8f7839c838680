// What importing a package costs a fresh process: node measure-import.js PACKAGE. `bare` imports an empty module, which
// is what the others are compared with. Prints one JSON object.
import { performance } from 'node:perf_hooks'

const name = process.argv[2]
const wallBefore = performance.now()
const before = process.cpuUsage()
await import(name === 'bare' ? 'data:text/javascript,' : name)
const { user, system } = process.cpuUsage(before)
process.stdout.write(`${JSON.stringify({ cpuUs: user + system, wallUs: (performance.now() - wallBefore) * 1000 })}\n`)
process.exit()
