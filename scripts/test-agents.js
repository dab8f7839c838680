// Has real coding agents, as npm brings them, complete a task with a tool loop against the local Bedrock, straight and
// through the gateway.
// Usage: npm run test:agents [-- --install] [--write] [name]
//   --install  brings the agents that are not here from npm, into node_modules/.cache/agents
//   --write    writes docs/compatibility.md from what came out
// An agent is looked for in OUTCROP_AGENTS_BIN, in node_modules/.bin, in that cache, and on the PATH. One that is
// nowhere is skipped, and said to be; with OUTCROP_NO_SKIP set that is a failure.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { agents } from './agents.js'
import { compatibilityPage } from './compatibility-page.js'
import { runNpm } from './run-npm.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = join(root, 'node_modules', '.cache', 'agents')
const windows = process.platform === 'win32'
const limitMs = 180_000
/** A loop of two tools needs three calls; more than this is no loop that ends. */
const mostCalls = 8

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const [only = ''] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))

/** Where an agent's program is, or undefined. */
function find(binary) {
  const { OUTCROP_AGENTS_BIN = '', PATH = '' } = process.env
  const own = [OUTCROP_AGENTS_BIN, join(root, 'node_modules', '.bin'), join(cache, 'node_modules', '.bin')]
  for (const folder of [...own, ...PATH.split(delimiter)].filter((one) => one !== ''))
    for (const ending of windows ? ['.exe', '.cmd'] : [''])
      if (existsSync(join(folder, binary + ending))) return join(folder, binary + ending)
  return undefined
}

function install(names) {
  mkdirSync(cache, { recursive: true })
  const quietly = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  // Which Node an agent asks for is its own affair, and not held to what this repository asks of its dependencies.
  const { status } = runNpm(['install', '--prefix', cache, '--engine-strict=false', ...quietly, ...names], {
    stdio: 'inherit',
  })
  if (status === 0) return
  console.error('The agents could not be installed')
  process.exit(1)
}

/** A proxy that lets nobody out, and remembers who wanted to. */
async function closedGate() {
  const wanted = new Set()
  const server = createServer((request, response) => {
    wanted.add(request.url ?? '')
    response.writeHead(403).end()
  })
  server.on('connect', (request, socket) => {
    wanted.add(request.url ?? '')
    // Whoever is turned away may slam the door.
    socket.on('error', () => {})
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}`, wanted, close: () => server.close() }
}

/** The few variables that a process needs, a home folder of its own, and no way out. */
function environment(home, gate, own) {
  const { PATH = '', SystemRoot = '', ComSpec = '', PATHEXT = '' } = process.env
  return {
    ...(windows && { SystemRoot, ComSpec, PATHEXT, APPDATA: home, LOCALAPPDATA: home }),
    PATH,
    HOME: home,
    USERPROFILE: home,
    TMPDIR: home,
    TEMP: home,
    TERM: 'dumb',
    HTTP_PROXY: gate.url,
    HTTPS_PROXY: gate.url,
    ...own,
  }
}

const content = 'Hello from the local Bedrock\n'

/** The agent writes a file, reads it, and says that it is done: three calls, all of them scripted. */
const scripted = (agent) => ({
  name: 'a scripted loop of two tools',
  prompt: 'Create the file hello.txt',
  config: {
    engine: {
      kind: 'scenario',
      scenarios: [
        { match: { prompt: 'hello.txt', toolResult: 'Hello from' }, reply: { text: 'hello.txt is there.' } },
        {
          match: { prompt: 'hello.txt', toolResult: '' },
          reply: calling(agent.read.name, agent.read.input('hello.txt')),
        },
        {
          match: { prompt: 'hello.txt', tool: agent.write.name },
          reply: calling(agent.write.name, agent.write.input('hello.txt', content)),
        },
      ],
    },
  },
  calls: 3,
  check: (text) => text === content,
})

const calling = (name, input) => ({
  content: [
    { type: 'text', text: 'One moment.' },
    { type: 'tool_use', name, input },
  ],
})

/** Nothing is scripted: the synthetic engine calls the tool that the prompt names, and ends after its result. */
const unscripted = (agent) => ({
  name: 'a loop of the synthetic engine',
  prompt: `Use the ${agent.write.name} tool to create hello.txt`,
  config: { engine: { kind: 'synthetic' } },
  calls: 2,
  check: (text) => text !== '',
})

/** The synthetic engine makes up a path for tools that take it in a form of their own; their loop is the scripted one. */
const tasksOf = (agent) => (agent.scriptedOnly ? [scripted(agent)] : [scripted(agent), unscripted(agent)])

/** Runs one task, and gives what was wrong with it, in words; nothing where nothing was. */
async function attempt(agent, binary, task) {
  const folder = mkdtempSync(join(tmpdir(), 'outcrop-agent-'))
  const [home, project] = ['home', 'project'].map((name) => join(folder, name))
  for (const path of [home, project]) mkdirSync(path)
  for (const [name, file] of Object.entries(agent.files)) writeFileSync(join(project, name), JSON.stringify(file))
  const [config, receipt] = ['emulator.json', 'receipt.json'].map((name) => join(folder, name))
  writeFileSync(config, JSON.stringify(task.config))
  const gate = await closedGate()
  try {
    const outcrop = [join(root, 'packages', 'cli', 'bin', 'outcrop.js'), 'exec', '--local', '--config', config]
    const way = agent.gateway ? ['--max-cost', '5'] : []
    const args = [...outcrop, ...way, '--report', `json=${receipt}`, '--', ...programOf(agent, binary, task)]
    const env = environment(home, gate, agent.env)
    const { code, output } = await run(process.execPath, args, { cwd: project, env })
    if (!existsSync(receipt)) return { problems: [`no receipt (exit ${code}): ${output.slice(-600)}`], calls: 0, gate }
    const { lines, refusals } = told(JSON.parse(readFileSync(receipt, 'utf8')))
    const loop = lines.filter(({ way: taken, requests }) => taken === agent.way && requests > 1)
    const calls = loop.reduce((sum, { requests }) => sum + requests, 0)
    const written = join(project, 'hello.txt')
    const problems = [
      ...(code === 0 ? [] : [`exit ${code}: ${output.slice(-600)}`]),
      ...(existsSync(written) && task.check(readFileSync(written, 'utf8')) ? [] : ['hello.txt is not as it should be']),
      ...(calls >= task.calls && calls <= mostCalls ? [] : [`${calls} calls of ${agent.way}, not ${task.calls}`]),
      ...refusals.filter((refusal) => refusal !== agent.refused).map((refusal) => `refused: ${refusal}`),
    ]
    return { problems, calls, gate }
  } finally {
    gate.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a receipt of the local Bedrock, or one of the gateway, tells of the calls. */
function told({ calls, refusals, answered, refused }) {
  if (answered === undefined) {
    return {
      lines: calls.map(({ operation, requests }) => ({ way: operation, requests })),
      refusals: refusals.map(({ status, type, message }) => `${status} ${type}: ${message}`),
    }
  }
  return {
    lines: answered.map(({ route, requests }) => ({ way: route, requests })),
    refusals: refused.map(({ route, status, error, requests }) => `${requests} × ${status} ${error} at ${route}`),
  }
}

/** What is run: the agent, which may find settings in its home folder that only its environment can complete. */
function programOf({ args, settings }, binary, { prompt }) {
  const program = [binary, ...args(prompt)]
  if (settings === undefined) return program
  const script = join(root, 'scripts', 'with-settings.js')
  return [process.execPath, script, settings.path, JSON.stringify(settings.content), '--', ...program]
}

function run(command, args, { cwd, env }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: !windows })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    const timer = setTimeout(() => {
      if (windows || child.pid === undefined) child.kill()
      else process.kill(-child.pid, 'SIGKILL')
    }, limitMs)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ code: code ?? signal, output })
    })
  })
}

/** What the agent says of its version, e.g. `2.1.197 (Claude Code)`, as a number. */
function versionOf(binary) {
  const home = mkdtempSync(join(tmpdir(), 'outcrop-agent-'))
  const { stdout } = spawnSync(binary, ['--version'], {
    encoding: 'utf8',
    env: environment(home, { url: 'http://127.0.0.1:9' }, {}),
    shell: windows,
  })
  rmSync(home, { recursive: true, force: true })
  return /\d+(?:\.\d+)+/.exec(stdout ?? '')?.[0] ?? 'unknown'
}

const wanted = agents.filter(({ name }) => name.toLowerCase().includes(only.toLowerCase()))
const absent = [...new Set(wanted.filter(({ binary }) => find(binary) === undefined).map((agent) => agent.package))]
if (flags.includes('--install') && absent.length > 0) install(absent)

const results = []
let failed = 0
for (const agent of wanted) {
  const binary = find(agent.binary)
  if (binary === undefined) {
    console.error(`SKIPPED: ${agent.name}: ${agent.binary} is not installed here (--install brings it from npm)`)
    if (process.env.OUTCROP_NO_SKIP) failed++
    continue
  }
  const version = versionOf(binary)
  for (const task of tasksOf(agent)) {
    const { problems, calls, gate } = await attempt(agent, binary, task)
    if (problems.length > 0) failed++
    const door = agent.gateway ? ', through the gateway' : ''
    const verdict = problems.length === 0 ? 'ok    ' : 'FAILED'
    console.log(`${verdict} ${agent.name} ${version}${door}: ${task.name}, ${calls} calls`)
    for (const problem of problems) console.log(`       ${problem}`)
    if (gate.wanted.size > 0) console.log(`       wanted to reach ${[...gate.wanted].join(', ')}, and could not`)
    results.push({ agent, version, task, calls, passed: problems.length === 0 })
  }
}
// A page of a part of the agents would take the others' results away.
if (flags.includes('--write') && results.length === agents.flatMap(tasksOf).length) {
  writeFileSync(join(root, 'docs', 'compatibility.md'), compatibilityPage(results, new Date()))
  console.log('wrote docs/compatibility.md')
}
if (failed > 0) process.exitCode = 1
