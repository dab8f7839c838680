// What is measured of a gateway that runs: requests, what it adds to an answer's time, streams.
import { setTimeout as sleep } from 'node:timers/promises'
import { openConnection } from './connection.js'
import { direct } from './contenders.js'
import { summarise } from '../figures.js'
import { usageOf } from './processes.js'

/** Waits until `done`, but not beyond a bound: a machine that is busy with other things must not stop a measurement. */
async function within(seconds, done) {
  const until = performance.now() + seconds * 1000
  while (!done() && performance.now() < until) await sleep(20)
}

function checked(answer) {
  if (answer.status !== 200 || !answer.whole)
    throw new Error(`not a whole answer: ${answer.status} ${answer.refusal ?? ''}`)
  return answer
}

/** What came per second, and per second of the gateway's CPU, while `seen` went on for a while. */
async function rateOf({ pid }, ms, seen) {
  const before = { ...usageOf(pid), at: performance.now(), seen: seen() }
  await sleep(ms)
  const after = { ...usageOf(pid), at: performance.now(), seen: seen() }
  const wallS = (after.at - before.at) / 1000
  const cpuS = after.cpuS - before.cpuS
  const came = after.seen - before.seen
  return {
    perSecond: came / wallS,
    perCpuSecond: came / cpuS,
    busy: cpuS / wallS,
    kernel: (after.kernelS - before.kernelS) / cpuS,
    rss: after.rss,
  }
}

/** Keeps 64 connections busy with short answers. */
export async function requestRate(running, { unary, upstream }, ms) {
  const request = unary(upstream)
  const seen = { answers: 0, running: true }
  const opened = Array.from({ length: 64 }, () => openConnection(running.port))
  const loops = opened.map(async (connection) => {
    while (seen.running) {
      checked(await connection.send(request))
      seen.answers += 1
    }
  })
  const failed = Promise.all(loops)
  // Code that is still being compiled says more of V8 than of the gateway.
  await Promise.race([within(10, () => seen.answers >= 8000), failed])
  const requests = await Promise.race([rateOf(running, ms, () => seen.answers), failed])
  seen.running = false
  await failed
  for (const connection of opened) connection.close()
  return { requests }
}

async function medianMs(connection, request) {
  const times = []
  for (let made = 0; made < 400; made++) {
    const begun = performance.now()
    checked(await connection.send(request))
    if (made >= 100) times.push(performance.now() - begun)
  }
  return summarise(times).median
}

/** The time of an answer through the gateway above that of the same straight from Bedrock, one at a time. */
export async function addedLatency(running, { unary, upstream }) {
  const through = openConnection(running.port)
  const straight = openConnection(upstream.port)
  const addedMs = (await medianMs(through, unary(upstream))) - (await medianMs(straight, direct))
  through.close()
  straight.close()
  return { addedMs }
}

/** Keeps so many streams open, each begun anew when it has ended. */
function holdStreams(running, { stream, upstream, words }, count) {
  const seen = { deltas: 0, ended: 0, running: true }
  const onDeltas = (deltas) => (seen.deltas += deltas)
  const request = stream(upstream)
  const opened = Array.from({ length: count }, () => openConnection(running.port, { words, onDeltas }))
  const loops = opened.map(async (connection, index) => {
    // Spread over a second, as callers come.
    await sleep((index * 1000) / count)
    while (seen.running) {
      checked(await connection.send(request))
      seen.ended += 1
    }
  })
  const failed = Promise.all(loops)
  const stop = async () => {
    seen.running = false
    for (const connection of opened) connection.close()
    await failed.catch(() => {})
    // A gateway needs a moment to learn that its callers have left.
    await sleep(500)
  }
  return { seen, failed, stop }
}

async function streamsFor(running, contender, { count, ms }) {
  const held = holdStreams(running, contender, count)
  const rate = async () => {
    await sleep(2500)
    return rateOf(running, ms, () => held.seen.deltas)
  }
  try {
    return await Promise.race([rate(), held.failed])
  } finally {
    await held.stop()
  }
}

/** How full the core is while streams are counted: what waits in a queue costs less than what comes alone. */
export const load = 0.7
/** Two gateways are compared under the same load, as near as this. */
export const tolerated = 0.05
/** A few tell how many are too few: many cost less each than few. */
const mostTries = 3
/** Of the deltas that should have come: below it, it is not the gateway that has no more to do. */
const leastKept = 0.95

/** How many streams a core carries: asked with a few first, then with as many as keep the core as busy as `load`. */
export async function streamRate(running, contender, { ms, deltasPerSecond }) {
  const carries = ({ perCpuSecond }) => perCpuSecond / deltasPerSecond
  const few = await streamsFor(running, contender, { count: 40, ms: 2000 })
  let count = Math.max(10, Math.round(carries(few) * load))
  for (let tries = 1; ; tries++) {
    const deltas = await streamsFor(running, contender, { count, ms })
    const kept = deltas.perSecond / (count * deltasPerSecond)
    const next = Math.max(10, Math.round((count * load) / deltas.busy))
    const done = Math.abs(deltas.busy - load) <= tolerated || next === count || (next > count && kept < leastKept)
    if (done || tries === mostTries) return { streams: { ...deltas, count, perCore: carries(deltas), kept } }
    count = next
  }
}
