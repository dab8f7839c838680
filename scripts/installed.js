// An empty project with packages in it: how many came, and how many bytes they take.
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { runNpm } from './run-npm.js'

/** Runs npm or npx with a certain Node first on the path. */
export function npmOnNode(program, args, { cwd, node = process.execPath, env = process.env }) {
  return runNpm(args, { program, cwd, env: { ...env, PATH: `${dirname(node)}${delimiter}${env.PATH}` } })
}

/** Makes the folder a project and installs into it. @returns npm's complaint, or undefined if all came. */
export function install(folder, specs, node) {
  mkdirSync(folder, { recursive: true })
  const manifest = { name: 'empty-project', version: '1.0.0', private: true }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...specs]
  const run = npmOnNode('npm', args, { cwd: folder, node })
  return run.status === 0 ? undefined : run.stderr.trim().split('\n').slice(0, 4).join(' ')
}

function bytesUnder(folder) {
  let bytes = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) bytes += bytesUnder(path)
    else if (entry.isFile()) bytes += statSync(path).size
  }
  return bytes
}

/** What an install brought: packages by npm's own list, the bytes of all their files, and the versions of those named. */
export function weigh(folder, names) {
  const modules = join(folder, 'node_modules')
  const { packages } = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8'))
  return {
    packages: Object.keys(packages).length,
    bytes: bytesUnder(modules),
    versions: names.map((name) => packages[`node_modules/${name}`].version),
  }
}
