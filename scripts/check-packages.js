// What npm would publish: publint on each package, and its types as a stranger's compiler sees them.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const run = (file, args, cwd) =>
  spawnSync(process.execPath, [join(root, 'node_modules', ...file), ...args], { cwd, stdio: 'inherit' }).status === 0

let failed = 0
for (const workspace of workspaces) {
  const folder = join(root, workspace)
  if (!run(['publint', 'src', 'cli.js'], ['--strict'], folder)) failed++
  // The command has no library to import, so it has no types to judge.
  if (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).exports === undefined) continue
  // ESM only by decision: `require()` of it works on the Nodes we support.
  if (!run(['@arethetypeswrong', 'cli', 'dist', 'index.js'], ['--pack', '.', '--profile', 'esm-only'], folder)) failed++
}
process.exitCode = failed === 0 ? 0 : 1
