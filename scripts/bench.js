// Runs one of the comparisons in bench/: node scripts/bench.js client [options]. Their packages are installed on first
// use, from a lockfile of their own, so that whoever only builds and tests never pays for them.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const bench = fileURLToPath(new URL('../bench', import.meta.url))
const [name = 'client', ...args] = process.argv.slice(2)
const script = join(bench, `${name}.js`)
if (!/^[a-z-]+$/.test(name) || !existsSync(script)) {
  console.error(`There is no benchmark called ${name}; there is: client, quota, serve`)
  process.exit(2)
}

const run = (command, argv) => spawnSync(command, argv, { stdio: 'inherit', cwd: bench }).status ?? 1
const installed = join(bench, 'node_modules', '.package-lock.json')
const stale = !existsSync(installed) || statSync(installed).mtimeMs < statSync(join(bench, 'package-lock.json')).mtimeMs
if (stale) {
  console.error('Installing what is compared (once)…')
  // npm tells its scripts where it lives; started that way it needs no shell, on any system.
  const npm = process.env.npm_execpath
  const install = npm
    ? run(process.execPath, [npm, 'ci', '--ignore-scripts', '--prefix', bench])
    : spawnSync('npm ci --ignore-scripts', { stdio: 'inherit', cwd: bench, shell: true }).status
  if (install !== 0) process.exit(install ?? 1)
}
process.exitCode = run(process.execPath, [script, ...args])
