// Runs the whole test suite on every Node line we promise. The npm package `node` brings the ones that are not here.
// Usage: npm run test:nodes [-- 22 24]
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeOfLine } from './node-of-line.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const asked = process.argv.slice(2)
// 20.19.0 is the floor that `engines` names.
const lines = asked.length > 0 ? asked : ['20.19.0', '22', '24']
let failed = 0
for (const line of lines) {
  const node = nodeOfLine(line)
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
  const run = spawnSync(node, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=dot'], {
    cwd: root,
    stdio: 'inherit',
  })
  process.stdout.write(`\n== Node ${version}: ${run.status === 0 ? 'passed' : `failed (${run.status})`}\n`)
  if (run.status !== 0) failed++
}
process.exitCode = failed === 0 ? 0 : 1
