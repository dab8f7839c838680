// A Node of a release line (`22`) or of a version (`20.19.0`): this one if it fits, else what the npm package `node` brings.
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runNpm } from './run-npm.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const windows = process.platform === 'win32'

/** The path of its binary. */
export function nodeOfLine(line) {
  if (process.versions.node === line || process.versions.node.startsWith(`${line}.`)) return process.execPath
  const home = join(root, 'node_modules', '.cache', 'nodes', line)
  const binary = join(home, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')
  if (!existsSync(binary)) {
    mkdirSync(home, { recursive: true })
    const install = ['install', '--prefix', home, '--no-save', '--loglevel=error', `node@${line}`]
    runNpm(install, { stdio: 'inherit' })
  }
  if (!existsSync(binary)) throw new Error(`Node ${line} could not be installed from npm`)
  return binary
}
