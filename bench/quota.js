// 300 jobs against a quota, by each client. Usage: npm run bench:quota -- [--scale N] [--only PART] [--write] [--check]
// Time runs `scale` times as fast for the local Bedrock and for every client alike.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { goalsOf, quotaTable, settings } from './quota/report.js'

const { values: options } = parseArgs({
  options: {
    scale: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
})
const scale = Number(options.scale)
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
  const outcome = await run.next()
  server.child.stdin.end()
  const seen = await server.next()
  await once(server.child, 'exit')
  return { ...outcome, ...seen }
}

const results = []
for (const setting of settings) {
  for (const client of setting.clients) {
    const name = `${setting.mix} ${setting.name} ${client}`
    if (!name.includes(options.only)) continue
    const result = { setting: setting.name, mix: setting.mix, client, ...(await measure(setting, client)) }
    process.stderr.write(`${name}: ${JSON.stringify(result)}\n`)
    results.push(result)
  }
}

const table = quotaTable(results)
process.stdout.write(`${table}\n`)
if (options.write) {
  const page = here('../docs/quota.md')
  const [before, rest] = readFileSync(page, 'utf8').split('<!-- figures: npm run bench:quota -- --write -->\n')
  const after = rest.slice(rest.indexOf('<!-- end of figures -->'))
  writeFileSync(page, `${before}<!-- figures: npm run bench:quota -- --write -->\n\n${table}\n${after}`)
}
if (options.check && goalsOf(results).some(({ met }) => !met)) process.exitCode = 1
