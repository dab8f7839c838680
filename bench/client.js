// Compares @outcrop/client with its peers. Usage: npm run bench:client -- [--rounds N] [--only KIND] [--write] [--check]
// Every measurement is a process of its own, one client after the other in each round, so that a machine that slows
// down slows all of them. `--write` renews docs/benchmarks.md, `--check` fails when a goal is missed.
import { execFile, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, homedir, tmpdir } from 'node:os'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parseArgs } from 'node:util'
import { benchmarksPage, goalLines, measurements } from './report.js'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const run = promisify(execFile)

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
})

/** The environment without whatever AWS, proxy or Node settings this shell has: all clients meet the same. */
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
if (process.platform === 'win32') environment.APPDATA ??= homedir()

async function measure(script, args) {
  const { stdout } = await run(process.execPath, [here(script), ...args], { env: environment, cwd: here('.') })
  return JSON.parse(stdout)
}

async function startServer(args) {
  const child = spawn(process.execPath, [here('canned/server.js'), ...args], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  return { url: JSON.parse(line).url, stop: () => child.stdin.end() }
}

const paced = await startServer([])
const bursts = await startServer(['--bursts'])
const urls = { paced: paced.url, bursts: bursts.url }
const chosen = Object.entries(measurements).filter(
  ([name]) => options.only === undefined || name.startsWith(options.only),
)
const results = Object.fromEntries(
  chosen.map(([name, { clients }]) => [name, Object.fromEntries(clients.map((client) => [client, []]))]),
)

try {
  for (let round = 1; round <= Number(options.rounds); round++) {
    process.stderr.write(`round ${round} of ${options.rounds}\n`)
    for (const [name, { clients, script, args }] of chosen)
      for (const client of clients) results[name][client].push((await measure(script, args(client, urls))).cpuUs)
  }
} finally {
  paced.stop()
  bursts.stop()
}

if (results.import) {
  const empty = Math.min(...results.import.bare)
  delete results.import.bare
  for (const values of Object.values(results.import))
    values.forEach((value, at) => (values[at] = Math.max(0, value - empty)))
}

const facts = {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cores: availableParallelism(),
  rounds: Number(options.rounds),
}
const page = benchmarksPage(results, facts)
process.stdout.write(`${page}\n`)
mkdirSync(here('results'), { recursive: true })
writeFileSync(here('results/client.json'), `${JSON.stringify({ facts, results }, null, 2)}\n`)
if (options.write) writeFileSync(here('../docs/benchmarks.md'), page)
const missed = goalLines(results).filter(({ met }) => !met)
if (options.check && (missed.length > 0 || chosen.length < Object.keys(measurements).length)) process.exitCode = 1
