// The processes of the benchmark, each on its core, and what they use.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const taskset = ['/usr/bin/taskset', '/bin/taskset'].find((path) => existsSync(path))

/** Whether processes can be held on a core. Elsewhere a gateway is still one thread, but Node's helpers run beside it. */
export const pinned = taskset !== undefined

/** Holds a process that runs already on one core. */
export function onCore(pid, core) {
  if (taskset !== undefined) spawnSync(taskset, ['-a', '-p', '-c', String(core), String(pid)])
}

/** The environment without whatever AWS, proxy or Node settings this shell has. */
const clean = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|ANTHROPIC_|BEDROCK_|OUTCROP_|NODE_|HTTPS?_PROXY|NO_PROXY)/i.test(name),
  ),
)

/** A folder for all that a gateway keeps. */
export function emptyHome() {
  return mkdtempSync(join(tmpdir(), 'outcrop-bench-'))
}

/** Starts a Node program on a core, and waits for the first line that it writes, or for its port. */
export async function startProgram(argv, { core, env = {}, stderr = 'inherit', profile, ready = firstLine }) {
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const program = [process.execPath, ...profiling, ...argv]
  const [command, ...args] = taskset === undefined ? program : [taskset, '-c', String(core), ...program]
  const home = emptyHome()
  const child = spawn(command, args, {
    env: { ...clean, HOME: home, USERPROFILE: home, AWS_EC2_METADATA_DISABLED: 'true', ...env },
    stdio: ['pipe', 'pipe', stderr],
  })
  const exit = once(child, 'exit')
  const line = await Promise.race([
    ready(child),
    exit.then(([code]) => Promise.reject(new Error(`${argv[0]}: exit ${code}`))),
  ])
  child.stdout.resume()
  return {
    line,
    pid: child.pid,
    async stop() {
      child.stdin.end()
      child.kill('SIGTERM')
      await exit
    },
  }
}

async function firstLine(child) {
  const lines = createInterface({ input: child.stdout })
  const { value } = await lines[Symbol.asyncIterator]().next()
  lines.close()
  return JSON.parse(value)
}

/** Bedrock: what the local one said once, said again and again by a process that costs next to nothing. */
export async function startUpstream(settings) {
  const script = fileURLToPath(new URL('replay.js', import.meta.url))
  const running = await startProgram([script, JSON.stringify(settings)], { core: 0 })
  return { ...running, port: running.line.port, url: `http://127.0.0.1:${running.line.port}` }
}

/** Ticks of the kernel's clock in a second, as Linux shows them to programs. */
const ticksPerSecond = 100

/** CPU seconds that a process with all its threads has used, and what it holds in memory. */
export function usageOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [user, system] = [Number(fields[11]), Number(fields[12])]
  const status = readFileSync(`/proc/${pid}/status`, 'latin1')
  const rss = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
  return { cpuS: (user + system) / ticksPerSecond, kernelS: system / ticksPerSecond, rss }
}
