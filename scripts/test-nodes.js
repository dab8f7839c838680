// Runs the whole test suite on every Node line we promise. The npm package `node` brings the ones that are not here.
// Usage: npm run test:nodes [-- 22 24]
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const asked = process.argv.slice(2)
// 20.19.0 is the floor that `engines` names.
const lines = asked.length > 0 ? asked : ['20.19.0', '22', '24']
const windows = process.platform === 'win32'

function nodeOf(line) {
  const home = join(root, 'node_modules', '.cache', 'nodes', line)
  const binary = join(home, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')
  if (!existsSync(binary)) {
    mkdirSync(home, { recursive: true })
    const install = ['install', '--prefix', home, '--no-save', '--loglevel=error', `node@${line}`]
    spawnSync(windows ? 'npm.cmd' : 'npm', install, { stdio: 'inherit', shell: windows })
  }
  if (!existsSync(binary)) throw new Error(`Node ${line} could not be installed from npm`)
  return binary
}

let failed = 0
for (const line of lines) {
  const node = nodeOf(line)
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
  const run = spawnSync(node, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=dot'], {
    cwd: root,
    stdio: 'inherit',
  })
  process.stdout.write(`\n== Node ${version}: ${run.status === 0 ? 'passed' : `failed (${run.status})`}\n`)
  if (run.status !== 0) failed++
}
process.exitCode = failed === 0 ? 0 : 1
