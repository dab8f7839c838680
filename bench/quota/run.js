// One client's run: node --import ./quota/fast-time.js quota/run.js CLIENT URL MIX. Says when it could begin, begins when
// its input ends, and prints how its jobs went.
import { once } from 'node:events'
import { clients } from './clients.js'
import { CONCURRENCY, jobsOf } from './jobs.js'

const [name, url, mix] = process.argv.slice(2)
const call = await clients[name](url)
const waiting = jobsOf(mix)
const times = []
const failures = new Map()

console.log(JSON.stringify({ ready: true }))
process.stdin.resume()
await once(process.stdin, 'end')

async function work() {
  for (let job = waiting.shift(); job; job = waiting.shift()) {
    const begun = performance.now()
    try {
      await call(job)
      times.push(performance.now() - begun)
    } catch (error) {
      const what = `${error.name}: ${String(error.message).slice(0, 80)}`
      failures.set(what, (failures.get(what) ?? 0) + 1)
    }
  }
}

await Promise.all(Array.from({ length: CONCURRENCY }, work))
times.sort((a, b) => a - b)
const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0
console.log(
  JSON.stringify({ done: times.length, p50Ms: at(0.5), p99Ms: at(0.99), failures: Object.fromEntries(failures) }),
)
process.exit(0)
