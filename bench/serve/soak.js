// Many streams at once for minutes: none may be lost, and memory must stay where it is once the gateway is warm.
import { setTimeout as sleep } from 'node:timers/promises'
import { contenders } from './contenders.js'
import { openConnection } from './connection.js'
import { startUpstream, usageOf } from './processes.js'
import { summarise } from '../figures.js'

/** Slow, so that so many fit on a core beside whatever else the machine does; each lasts for half a minute. */
const deltasPerSecond = 5
const deltas = 150

const mebi = (bytes) => (bytes / 2 ** 20).toFixed(0)

/** @param {{streams: string, minutes: string, profile?: string}} options */
export async function soak(options) {
  const [count, minutes] = [Number(options.streams), Number(options.minutes)]
  const upstream = await startUpstream({ deltasPerSecond, deltas })
  const running = await contenders.outcrop.start(upstream, options)
  const request = contenders.outcrop.stream(upstream)
  const seen = { begun: 0, whole: 0, lost: 0, deltas: 0, running: true }
  const samples = []
  try {
    const expected = await oneStream(running, request)
    const loops = Array.from({ length: count }, (_, index) => hold({ running, request, expected, seen }, index / count))
    const until = performance.now() + minutes * 60_000
    const begun = { at: performance.now(), ...usageOf(running.pid) }
    while (performance.now() < until) {
      await sleep(Math.min(5000, until - performance.now()))
      const { rss } = usageOf(running.pid)
      samples.push({ atS: Math.round((performance.now() - begun.at) / 1000), rss, deltas: seen.deltas })
      process.stderr.write(`${samples.at(-1).atS} s: ${mebi(rss)} MiB, ${seen.whole} whole, ${seen.lost} lost\n`)
    }
    const used = usageOf(running.pid)
    seen.running = false
    await Promise.all(loops)
    const busy = (used.cpuS - begun.cpuS) / ((performance.now() - begun.at) / 1000)
    return { ...summaryOf(samples), streams: count, minutes, busy, deltasPerSecond, expected, ...counted(seen) }
  } finally {
    await running.stop()
    await upstream.stop()
  }
}

const counted = ({ whole, lost, deltas: came }) => ({ whole, lost, came })

/** The warm-up is the first third; the end is the last sixth. */
function summaryOf(samples) {
  const part = (from, to) => samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to))
  const median = (some) => summarise(some.map(({ rss }) => rss)).median
  return { samples, warmRss: median(part(1 / 3, 1 / 2)), endRss: median(part(5 / 6, 1)) }
}

async function oneStream({ port }, request) {
  const connection = openConnection(port, { words: contenders.outcrop.words })
  const { deltas: came, whole, status } = await connection.send(request)
  connection.close()
  if (!whole) throw new Error(`the first stream did not come whole (${status})`)
  return came
}

/** One caller: asks again as soon as an answer has ended, over the same connection. Whoever breaks off is lost. */
async function hold({ running, request, expected, seen }, phase) {
  // Spread over the time of one stream, as callers come.
  await sleep((phase * deltas * 1000) / deltasPerSecond / 3)
  const connect = () =>
    openConnection(running.port, { words: contenders.outcrop.words, onDeltas: (came) => (seen.deltas += came) })
  let connection = connect()
  while (seen.running) {
    seen.begun += 1
    try {
      const answer = await connection.send(request)
      if (answer.whole && answer.status === 200 && answer.deltas === expected) seen.whole += 1
      else seen.lost += 1
    } catch {
      seen.lost += 1
      connection = connect()
    }
  }
  connection.close()
}
