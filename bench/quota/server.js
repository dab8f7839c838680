// The local Bedrock of a run, and somebody else who takes of the same quota. Ends when its input does, with a summary.
import { request } from 'node:http'
import { startEmulator } from '@outcrop/emulator'
import { jobsOf, LIMITS, MODEL, MODEL_KEY, promptOf } from './jobs.js'

const { mix, refill, foreign, scale } = JSON.parse(process.argv[2])
/** Tells the others' calls from the client's. */
const OTHERS = { input: 4000, output: 1601, maxTokens: 8005 }

const jobs = jobsOf(mix)
const scenario = ({ input, output }) => ({
  text: 'word '.repeat(output),
  usage: { input_tokens: input, output_tokens: output },
})
const emulator = await startEmulator({
  timeScale: scale,
  auth: 'off',
  quotas: { [MODEL_KEY]: { ...LIMITS, refill } },
  latency: { timeToFirstTokenMs: 1000 / scale, tokensPerSecond: 80 * scale },
  engine: {
    kind: 'scenario',
    scenarios: [
      ...jobs.map((job) => ({ match: { prompt: job.name }, reply: scenario(job) })),
      { match: { prompt: 'others' }, reply: scenario(OTHERS) },
    ],
  },
})
console.log(JSON.stringify({ url: emulator.url }))

const body = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: OTHERS.maxTokens,
  messages: [{ role: 'user', content: promptOf({ name: 'others', input: OTHERS.input }) }],
})
const take = () => {
  const call = request(`${emulator.url}/model/${encodeURIComponent(MODEL)}/invoke`, { method: 'POST' }, (response) => {
    response.resume()
  })
  call.on('error', () => {})
  call.end(body)
}
const perMinute = (foreign * LIMITS.tokensPerMinute) / (OTHERS.input + 5 * OTHERS.output)
const timer = foreign > 0 ? setInterval(take, 60_000 / scale / perMinute) : undefined
if (foreign > 0) take()

async function end() {
  clearInterval(timer)
  const entries = emulator.requests()
  const isOthers = ({ request: asked }) => JSON.stringify(asked.body?.messages ?? '').includes('others word')
  const own = entries.filter((entry) => !isOthers(entry))
  const served = own.filter(({ status }) => status === 200)
  const startedAt = (entry) => Date.parse(entry.timing.startedAt)
  const first = Math.min(...own.map(startedAt))
  console.log(
    JSON.stringify({
      served: served.length,
      throttles: own.filter(({ status }) => status === 429).length,
      lastAdmissionMs: (Math.max(...served.map(startedAt)) - first) * scale,
    }),
  )
  await emulator.close()
}
process.stdin.resume()
process.stdin.on('end', () => void end())
