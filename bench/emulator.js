// What the local Bedrock can take: node bench/emulator.js [--seconds 4] [--write]. The emulator is one process on one
// core; what asks it is another, and so cheap that it does not hold it up. Each rate is taken three times, and its middle shown.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openConnection } from './emulator/connection.js'
import { emulatorPage, middleOf } from './emulator/page.js'
import { requestsOf } from './emulator/requests.js'

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    write: { type: 'boolean', default: false },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
})
const ms = Number(options.seconds) * 1000
const rounds = 3
const here = (path) => fileURLToPath(new URL(path, import.meta.url))

// Elsewhere the emulator is still one thread; only what Node's own helpers do may then run beside it.
const taskset = ['/usr/bin/taskset', '/bin/taskset'].find((path) => existsSync(path))

async function startServer(settings, nodeOptions = []) {
  const profile = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : []
  const argv = [process.execPath, ...nodeOptions, ...profile, here('emulator/server.js'), JSON.stringify(settings)]
  const [command, ...args] = taskset ? [taskset, '-c', '0', ...argv] : argv
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => JSON.parse((await lines.next()).value)
  const { port } = await next()
  return {
    port,
    used() {
      child.stdin.write('\n')
      return next()
    },
    async stop() {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}

/** Keeps so many connections busy for a while, and tells what came in per second, and per second of the server's CPU. */
async function rate(server, { connections, count, warm, polls, ...asked }) {
  const requests = requestsOf(server.port, { ...asked, count })
  const seen = { answers: 0, frames: 0, running: true }
  const onFrame = () => (seen.frames += 1)
  const opened = Array.from({ length: connections }, () => openConnection(server.port, { onFrame }))
  const loops = opened.map(async (connection, first) => {
    for (let at = first; seen.running; at += 1) {
      await connection.send(requests[at % requests.length])
      seen.answers += 1
    }
  })
  // A program that sleeps between answers has to be woken by the emulator's writes, and on virtual machines that costs
  // the one who wakes more than the rest of the write.
  const poll = () => seen.running && setImmediate(poll)
  if (polls) poll()
  // Code that is still being compiled says more of V8 than of the emulator.
  await within(40, () => seen.answers >= warm)
  const before = { ...seen, at: performance.now(), ...(await server.used()) }
  await sleep(ms)
  const wallS = (performance.now() - before.at) / 1000
  const done = { answers: seen.answers - before.answers, frames: seen.frames - before.frames }
  const after = await server.used()
  const cpuS = (after.cpuUs - before.cpuUs) / 1e6
  const kernel = 1 - (after.userUs - before.userUs) / (after.cpuUs - before.cpuUs)
  seen.running = false
  await Promise.all(loops)
  for (const connection of opened) connection.close()
  const per = (seconds) => ({ answers: done.answers / seconds, frames: done.frames / seconds })
  return { wall: per(wallS), cpu: per(cpuS), busy: cpuS / wallS, kernel }
}

async function measured(settings, load) {
  const server = await startServer(settings)
  try {
    return await rate(server, load)
  } finally {
    await server.stop()
  }
}

const unary = {
  action: 'invoke',
  prompt: 'Write a median function',
  count: 256,
  connections: 32,
  warm: 40_000,
  polls: true,
}
const streams = {
  action: 'invoke-with-response-stream',
  prompt: 'Tell me a story of 4000 words',
  count: 16,
  connections: 8,
  warm: 400,
}

const atOnce = 100

/** Waits until `done`, but not beyond a bound: on a machine that is busy with other things a figure may be missing. */
async function within(seconds, done) {
  const until = performance.now() + seconds * 1000
  while (!done() && performance.now() < until) await sleep(20)
  return done()
}

/** Memory while streams stand open: each has begun, and goes on slowly. They are opened a few at a time. */
async function openStreams(total) {
  const slow = { auth: 'verify', latency: { timeToFirstTokenMs: 1, tokensPerSecond: 5 } }
  const server = await startServer(slow, ['--expose-gc'])
  const [request] = requestsOf(server.port, { ...streams, count: 1 })
  const steps = []
  const seen = { begun: 0, frames: 0 }
  const connections = []
  const note = async (step) => steps.push({ step, ...(await server.used()) })
  const open = async (target) => {
    while (connections.length < target) {
      for (let at = 0; at < atOnce && connections.length < target; at += 1) {
        const onHead = () => (seen.begun += 1)
        const connection = openConnection(server.port, { onHead, onFrame: () => (seen.frames += 1) })
        connection.send(request).catch(() => {})
        connections.push(connection)
      }
      if (!(await within(10, () => seen.begun === connections.length))) break
    }
    await note(`${seen.begun.toLocaleString('en-US')} streams open`)
  }
  const closeAll = async (step) => {
    for (const connection of connections.splice(0)) connection.close()
    seen.begun = 0
    await sleep(1000)
    await note(step)
  }
  try {
    await note('before')
    for (const part of [0.25, 0.5, 1]) await open(total * part)
    for (const times of [1, 2]) {
      await sleep(ms)
      await note(`${(ms * times) / 1000} seconds later`)
    }
    const { begun: opened, frames } = seen
    await closeAll('all closed')
    await open(total)
    await closeAll('all closed again')
    return { wanted: total, total: opened, frames, steps }
  } finally {
    await server.stop()
  }
}
const wanted = (name) => options.only === undefined || options.only === name
const rates = [
  ...['verify', 'off'].flatMap((auth) => [
    [`unary-${auth}`, { auth }, unary],
    [`streams-${auth}`, { auth }, streams],
  ]),
  ['unary-asleep', { auth: 'verify' }, { ...unary, polls: false }],
].filter(([name]) => wanted(name))
const samples = Object.fromEntries(rates.map(([name]) => [name, []]))
// Round by round, so that what disturbs the machine for a while spoils one sample of each and not all of one.
for (let round = 0; round < rounds; round += 1)
  for (const [name, settings, load] of rates) samples[name].push(await measured(settings, load))
const results = middleOf(samples)
if (wanted('memory')) results.memory = await openStreams(2000)

const page = emulatorPage(results, {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  pinned: taskset !== undefined,
  date: new Date(),
})
process.stdout.write(page)
if (options.write) writeFileSync(here('../docs/benchmarks-emulator.md'), page)
