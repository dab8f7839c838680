// Packs every workspace, installs the tarballs together into an empty project on each Node line, and uses them there.
// Usage: npm run test:packages [-- 20 22 24] [--write]   --write also weighs the peers and writes docs/packages.md
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { install, npmOnNode } from './installed.js'
import { nodeOfLine } from './node-of-line.js'
import { packAll, problemsOf, staleFiles, workspaces } from './packed.js'
import { peerWeights, writePage } from './packages-page.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const asked = process.argv.slice(2).filter((word) => /^\d/.test(word))
const lines = asked.length > 0 ? asked : ['20', '22', '24']
const ours = workspaces()
const specifiers = ours.flatMap((one) => one.entries.map((entry) => entry.specifier))
const libraries = specifiers.filter((name) => !name.endsWith('.json'))

let failed = 0
function report(what, problem) {
  if (problem !== undefined) failed++
  process.stdout.write(problem === undefined ? `  ok      ${what}\n` : `  FAILED  ${what}: ${problem}\n`)
}
const whyNot = (run, right) =>
  run.status === 0 && right(run.stdout)
    ? undefined
    : `exit ${run.status}: ${(run.stderr || run.stdout || String(run.error)).trim().slice(-600)}`

/** Every module and every JSON file, by `import` and by `require()`, which must see the same names. */
const useAll = `
import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
for (const name of ${JSON.stringify(specifiers)}) {
  const imported = await import(name, name.endsWith('.json') ? { with: { type: 'json' } } : {})
  const required = require(name)
  if (name.endsWith('.json')) {
    if (typeof imported.default !== 'object' || typeof required !== 'object') throw new Error(name + ' is no JSON')
    continue
  }
  const names = (module) => Object.keys(module).filter((key) => key !== '__esModule').toSorted().join()
  if (names(imported) === '' || names(imported) !== names(required)) throw new Error(name + ': import and require differ')
}
console.log('all')
`

/** The blocks of TypeScript in the packages’ READMEs; they are plain JavaScript as well. */
const snippets = ours.flatMap(({ folder, manifest }) =>
  [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match, place) => ({
    name: `readme-${manifest.name.replace(/\W+/g, '-')}-${place + 1}.mjs`,
    of: manifest.name,
    code: match[1],
  })),
)

function useOn(line, folder, tarballs) {
  const node = nodeOfLine(line)
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
  process.stdout.write(`\n== Node ${version}\n`)
  report('npm install of all tarballs together', install(folder, tarballs, node))
  const home = join(folder, 'home')
  mkdirSync(home)
  const settings = { HOME: home, USERPROFILE: home, SystemRoot: process.env.SystemRoot, PATH: process.env.PATH }
  const npx = (...args) => npmOnNode('npx', ['--no-install', 'outcrop', ...args], { cwd: folder, node, env: settings })

  report(
    'npx outcrop --version',
    whyNot(npx('--version'), (text) => text.includes(ours[0].manifest.version)),
  )
  const generated = npx('generate', '"median in TypeScript"', '-x', '--local')
  report(
    'npx outcrop generate -x --local',
    whyNot(generated, (text) => text.includes('export function median')),
  )
  writeFileSync(join(folder, 'use-all.mjs'), useAll)
  const used = spawnSync(node, ['use-all.mjs'], { cwd: folder, env: settings, encoding: 'utf8' })
  report(
    `import and require() of ${specifiers.length} entry points`,
    whyNot(used, (text) => text.includes('all')),
  )
  for (const { name, of, code } of snippets) {
    writeFileSync(join(folder, name), code)
    report(
      `the README of ${of}`,
      whyNot(npx('exec', '--local', '--', 'node', name), () => true),
    )
  }
}

/** A stranger's compiler: strict, and it looks into our declarations and those of our dependencies. */
function compileTypes(folder) {
  process.stdout.write('\n== Types\n')
  const added = npmOnNode('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '@types/node@20'], {
    cwd: folder,
  })
  report(
    'npm install of @types/node',
    whyNot(added, () => true),
  )
  const imports = libraries.map((name, place) => `import * as m${place} from '${name}'`)
  const uses = libraries.map((_, place) => `export type T${place} = typeof m${place}`)
  const call = `import { createClient } from '@outcrop/client'
export const text: Promise<string> = createClient().invoke({ prompt: 'x' }).then((reply) => reply.text)
`
  for (const extension of ['mts', 'cts']) {
    writeFileSync(join(folder, `entries.${extension}`), [...imports, ...uses, call].join('\n'))
  }
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  for (const resolution of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ]) {
    // A tsconfig.json in a folder above the temporary one is nobody's business here.
    const args = [
      '--noEmit',
      '--ignoreConfig',
      '--strict',
      '--skipLibCheck',
      'false',
      '--target',
      'es2023',
      '--types',
      'node',
    ]
    const how = ['--module', resolution[0], '--moduleResolution', resolution[1], 'entries.mts']
    const files = resolution[1] === 'nodenext' ? ['entries.cts'] : []
    const run = spawnSync(process.execPath, [compiler, ...args, ...how, ...files], { cwd: folder, encoding: 'utf8' })
    report(
      `skipLibCheck false, moduleResolution ${resolution[1]}`,
      whyNot(run, () => true),
    )
  }
}

const temporary = mkdtempSync(join(tmpdir(), 'outcrop-packages-'))
let tarballs = []
try {
  const packs = packAll(temporary)
  tarballs = packs.map((pack) => join(temporary, pack.filename))
  process.stdout.write('== Tarballs\n')
  for (const one of ours) {
    const pack = packs.find((candidate) => candidate.name === one.manifest.name)
    const stale = staleFiles(pack, one).map((path) => `${path} has no source any more: delete dist and build again`)
    const sizes = `${(pack.size / 1000).toFixed(0)} kB packed, ${(pack.unpackedSize / 1000).toFixed(0)} kB unpacked`
    report(
      `${pack.name}: ${sizes}, ${pack.files.length} files`,
      [...problemsOf(pack, one), ...stale].join('; ') || undefined,
    )
  }
  for (const line of lines) useOn(line, join(temporary, `node-${line}`), tarballs)
  compileTypes(join(temporary, `node-${lines.at(-1)}`))
  if (process.argv.includes('--write'))
    writePage({ packs, lines, failed, weights: peerWeights(join(temporary, 'peers'), tarballs) })
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
process.stdout.write(`\n${failed === 0 ? 'All passed' : `${failed} failed`}\n`)
process.exitCode = failed === 0 ? 0 : 1
