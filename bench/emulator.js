// What the local Bedrock can take: node bench/emulator.js [--seconds 4] [--write]. The emulator is one process on one
// core; what asks it is another, and so cheap that it does not hold it up.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openConnection } from './emulator/connection.js'
import { emulatorPage } from './emulator/page.js'
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
async function rate(server, { connections, count, warm, ...asked }) {
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
  // Code that is still being compiled says more of V8 than of the emulator.
  while (seen.answers - warm < 0) await sleep(50)
  const before = { ...seen, at: performance.now(), ...(await server.used()) }
  await sleep(ms)
  const wallS = (performance.now() - before.at) / 1000
  const done = { answers: seen.answers - before.answers, frames: seen.frames - before.frames }
  const cpuS = ((await server.used()).cpuUs - before.cpuUs) / 1e6
  seen.running = false
  await Promise.all(loops)
  for (const connection of opened) connection.close()
  const per = (seconds) => ({ answers: done.answers / seconds, frames: done.frames / seconds })
  return { wall: per(wallS), cpu: per(cpuS), busy: cpuS / wallS }
}

async function measured(settings, load) {
  const server = await startServer(settings)
  try {
    return await rate(server, load)
  } finally {
    await server.stop()
  }
}

const unary = { action: 'invoke', prompt: 'Write a median function', count: 256, connections: 32, warm: 15_000 }
const streams = {
  action: 'invoke-with-response-stream',
  prompt: 'Tell me a story of 4000 words',
  count: 16,
  connections: 8,
  warm: 150,
}

/** Memory while streams stand open: each has begun, and goes on slowly. */
async function openStreams(total) {
  const slow = { auth: 'verify', latency: { timeToFirstTokenMs: 1, tokensPerSecond: 5 } }
  const server = await startServer(slow, ['--expose-gc'])
  const [request] = requestsOf(server.port, { ...streams, count: 1 })
  const steps = []
  const note = async (step) => steps.push({ step, ...(await server.used()) })
  const connections = []
  const round = async () => {
    let begun = 0
    let frames = 0
    const allBegun = new Promise((resolve) => {
      const onHead = () => (begun += 1) === total && resolve()
      for (let at = 0; at < total; at += 1) {
        const connection = openConnection(server.port, { onHead, onFrame: () => (frames += 1) })
        connection.send(request).catch(() => {})
        connections.push(connection)
      }
    })
    await allBegun
    return () => frames
  }
  const closeAll = async () => {
    for (const connection of connections.splice(0)) connection.close()
    await sleep(1500)
  }
  try {
    await note('before')
    const frames = await round()
    await note(`${total.toLocaleString('en-US')} streams open`)
    for (const seconds of [ms / 1000, (ms * 2) / 1000]) {
      await sleep(ms)
      await note(`${seconds} seconds later`)
    }
    const seen = frames()
    await closeAll()
    await note('all closed')
    await round()
    await note('as many opened again')
    await closeAll()
    await note('all closed again')
    return { total, frames: seen, steps }
  } finally {
    await server.stop()
  }
}

const wanted = (name) => options.only === undefined || options.only === name
const results = {}
for (const auth of ['verify', 'off']) {
  if (wanted(`unary-${auth}`)) results[`unary-${auth}`] = await measured({ auth }, unary)
  if (wanted(`streams-${auth}`)) results[`streams-${auth}`] = await measured({ auth }, streams)
}
if (wanted('memory')) results.memory = await openStreams(2000)

const page = emulatorPage(results, {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  pinned: taskset !== undefined,
  date: new Date(),
})
process.stdout.write(page)
if (options.write) writeFileSync(here('../docs/benchmarks-emulator.md'), page)
