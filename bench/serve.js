// The gateway beside its peers, on one core: npm run bench:serve -- [--rounds 3] [--seconds 5] [--only NAME] [--write]
// [--check]; with --soak [--streams 1000] [--minutes 5] it holds many streams open instead. The gateway under test has
// one core to itself; Bedrock and whoever asks are on another. Needs Linux, which tells what CPU a process used.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { contenders } from './serve/contenders.js'
import { addedLatency, requestRate, streamRate } from './serve/measure.js'
import { servePage } from './serve/page.js'
import { goalLines } from './serve/goals.js'
import { onCore, pinned, startUpstream } from './serve/processes.js'
import { soak } from './serve/soak.js'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
    streams: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '5' },
    profile: { type: 'string' },
  },
})
const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const ms = Number(options.seconds) * 1000
const kept = here('results/serve.json')

// Whoever asks must not take from the core of whoever is asked.
onCore(process.pid, 0)

async function comparison() {
  const names = Object.keys(contenders).filter((name) => options.only === undefined || name.startsWith(options.only))
  const results = Object.fromEntries(names.map((name) => [name, []]))
  const upstream = await startUpstream({ deltasPerSecond: 40, deltas: 400 })
  try {
    for (let round = 1; round <= Number(options.rounds); round++) {
      for (const name of names) {
        process.stderr.write(`round ${round} of ${options.rounds}: ${name}\n`)
        const contender = { ...contenders[name], upstream }
        const running = await contender.start(upstream, { profile: options.profile })
        try {
          const unary = await requestRate(running, contender, ms)
          const added = await addedLatency(running, contender)
          const streams = await streamRate(running, contender, { ms, deltasPerSecond: 40 })
          results[name].push({ ...unary, ...added, ...streams })
        } finally {
          await running.stop()
        }
      }
    }
  } finally {
    await upstream.stop()
  }
  return results
}

function before() {
  try {
    return JSON.parse(readFileSync(kept, 'utf8'))
  } catch {
    return {}
  }
}

function refuse(why) {
  process.stderr.write(`${why}\n`)
  process.exit(2)
}

const facts = {
  node: process.version.slice(1),
  platform: `${process.platform} ${process.arch}`,
  cores: cpus().length,
  pinned,
  rounds: Number(options.rounds),
  date: new Date().toISOString().slice(0, 10),
}
// A page tells both; each is measured by itself, because the one takes minutes and the other half an hour.
const known = before()
if (options.write && options.only !== undefined) refuse('--only measures a part of the page: leave --write out.')
const other = options.soak ? { member: 'results', command: '' } : { member: 'soak', command: ' -- --soak' }
if (options.write && known[other.member] === undefined)
  refuse(`${kept} lacks the other half of the page, which would be lost. First: npm run bench:serve${other.command}`)
const measured = options.soak
  ? { ...known, soak: { ...(await soak(options)), facts } }
  : { ...known, results: await comparison(), facts }
if (options.only === undefined) {
  mkdirSync(dirname(kept), { recursive: true })
  writeFileSync(kept, `${JSON.stringify(measured, undefined, 2)}\n`)
}
const page = servePage(measured)
process.stdout.write(page)
if (options.write) writeFileSync(here('../docs/benchmarks-gateway.md'), page)
if (options.check && goalLines(measured).some(({ met }) => !met)) process.exitCode = 1
