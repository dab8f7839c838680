// Makes one run of one block, in a process of its own, and says what differs from what is expected.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mismatches } from './mismatches.js'
import { nodeProgram, shellProgram, sourceOf } from './program.js'
import { surroundingsOf } from './surroundings.js'

/** The longest that a run may take, in milliseconds: some build the tree first, and a busy machine is slow. */
const longestMs = 600_000

/**
 * @param {{ id: string, run: object, blocks: Map<string, {text: string}>, root: string }} wanted
 * @returns {Promise<string[]>} what is not as expected
 */
export async function runBlock({ id, run, blocks, root }) {
  const source = sourceOf(run, id, blocks)
  const here = await surroundingsOf(run)
  // Inside the tree, so that packages are found; in a folder that nothing looks at.
  const folder = join(root, 'node_modules', '.cache', `outcrop-guide-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  try {
    const command = programOf({ run, source, block: blocks.get(id)?.text, root, folder })
    const ended = await finished(command, { cwd: root, env: { ...here.env, OUTCROP_GUIDE_ROOT: root } })
    return differences(run.expect ?? {}, { ...ended, requests: here.requests() })
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await here.close()
  }
}

function programOf({ run, source, block, root, folder }) {
  if (run.how === 'shell') {
    const file = join(folder, 'block.sh')
    const prelude = readFileSync(join(root, 'test', 'guide', 'prelude.sh'), 'utf8')
    writeFileSync(file, shellProgram({ source, prelude }))
    return ['bash', [file]]
  }
  const file = join(folder, 'block.cjs')
  const harness = join(root, 'scripts', 'guide', 'harness.cjs')
  writeFileSync(file, nodeProgram({ source, harness, ...(run.how === 'data' && { block }) }))
  return [process.execPath, [file]]
}

async function finished([command, args], { cwd, env }) {
  const node = command === process.execPath
  const stdio = ['ignore', 'pipe', 'pipe', ...(node ? ['ipc'] : [])]
  // A shell has children of its own, which have to end with it.
  const detached = !node && process.platform !== 'win32'
  const child = spawn(command, args, { cwd, env, stdio, detached })
  const overdue = setTimeout(() => (detached ? process.kill(-child.pid) : child.kill()), longestMs)
  const ended = { exit: undefined, stdout: '', stderr: '', report: undefined, error: undefined }
  for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => (ended[name] += text))
  child.on('message', (message) => Object.assign(ended, message))
  const [code, signal] = await once(child, 'close')
  clearTimeout(overdue)
  ended.exit = code ?? signal
  return ended
}

/** What was expected of the end, or nothing is said of: then it ended well. */
function differences(expect, ended) {
  const { exit = expect.error === undefined ? 0 : 1, stdout = [], stderr = [] } = expect
  const texts = [...stdout.map((like) => ['stdout', like]), ...stderr.map((like) => ['stderr', like])]
  const found = [
    ...mismatches(ended.exit, exit, 'the exit code'),
    ...('report' in expect ? mismatches(ended.report, expect.report, 'the report') : []),
    ...('error' in expect ? mismatches(ended.error, expect.error, 'the error') : []),
    ...('requests' in expect ? mismatches(ended.requests, expect.requests, 'the requests') : []),
    ...texts.flatMap(([name, like]) => mismatches(ended[name], { $match: like }, name)),
  ]
  if (found.length > 0 && ended.error !== undefined)
    found.push(`it ended in ${ended.error.name}: ${ended.error.message}`)
  if (found.length > 0 && ended.stderr !== '') found.push(`standard error: ${ended.stderr.slice(-600)}`)
  return found
}
