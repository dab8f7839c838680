// 300 jobs against a quota, by each client.
// Usage: npm run bench:quota -- [--scale N] [--parallel N] [--quick] [--only PART] [--write] [--check]
// Time runs `scale` times as fast for the local Bedrock and for every client alike: a stall of the machine counts `scale`
// times. So runs go side by side in slow time rather than one by one in fast time; each waits most of the time.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { goalsOf, quotaTable, settings } from './quota/report.js'

const { values: options } = parseArgs({
  options: {
    scale: { type: 'string' },
    parallel: { type: 'string', default: '6' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
})
// --quick: a look at ours and the best peer, in time so fast that only a quiet machine does it justice.
const scale = Number(options.scale ?? (options.quick ? 20 : 5))
const quickClients = ['outcrop', 'outcrop-known', 'aws-sdk-adaptive']
const here = (path) => fileURLToPath(new URL(path, import.meta.url))

const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|ANTHROPIC_|BEDROCK_|OUTCROP_|NODE_|HTTPS?_PROXY|NO_PROXY)/i.test(name),
  ),
)
Object.assign(environment, {
  NODE_NO_WARNINGS: '1',
  AWS_EC2_METADATA_DISABLED: 'true',
  HOME: tmpdir(),
  USERPROFILE: tmpdir(),
})

function start(args, env = environment) {
  const child = spawn(process.execPath, args, { cwd: here('.'), env, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return { child, next: async () => JSON.parse((await lines.next()).value) }
}

async function measure({ mix, refill, foreign }, client) {
  const server = start([here('quota/server.js'), JSON.stringify({ mix, refill, foreign, scale })])
  const { url } = await server.next()
  const env = { ...environment, BENCH_TIME_SCALE: String(scale) }
  const run = start(['--import', './quota/fast-time.js', here('quota/run.js'), client, url, mix], env)
  await run.next()
  await middleOfAMinute()
  run.child.stdin.end('begin')
  const outcome = await run.next()
  server.child.stdin.end()
  const seen = await server.next()
  await once(server.child, 'exit')
  return { ...outcome, ...seen }
}

/** Where quota comes back by the minute, it matters when in one a run begins: all begin at the same second. */
function middleOfAMinute() {
  const minute = 60_000 / scale
  const passed = Date.now() % minute
  return sleep((passed < minute / 2 ? minute / 2 : minute * 1.5) - passed)
}

const planned = settings
  .flatMap((setting) => setting.clients.map((client) => ({ setting, client })))
  .filter(({ setting, client }) => `${setting.mix} ${setting.name} ${client}`.includes(options.only))
  .filter(({ setting, client }) => !options.quick || (setting.name === 'even refill' && quickClients.includes(client)))
const results = []
const waiting = [...planned.keys()]

async function work() {
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    const { setting, client } = planned[at]
    const result = { setting: setting.name, mix: setting.mix, client, ...(await measure(setting, client)) }
    process.stderr.write(`${setting.mix} ${setting.name} ${client}: ${JSON.stringify(result)}\n`)
    results[at] = result
  }
}
const begunAt = performance.now()
await Promise.all(Array.from({ length: Math.max(1, Number(options.parallel)) }, work))
process.stderr.write(`took ${Math.round((performance.now() - begunAt) / 1000)} s, time ${scale} times as fast\n`)

const table = quotaTable(results)
process.stdout.write(`${table}\n`)
if (options.write) {
  const page = here('../docs/quota.md')
  const [before, rest] = readFileSync(page, 'utf8').split('<!-- figures: npm run bench:quota -- --write -->\n')
  const after = rest.slice(rest.indexOf('<!-- end of figures -->'))
  writeFileSync(page, `${before}<!-- figures: npm run bench:quota -- --write -->\n\n${table}\n${after}`)
}
if (options.check && goalsOf(results).some(({ met }) => !met)) process.exitCode = 1
