// What npm would publish of each workspace, and what must not be in it.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runNpm } from './run-npm.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const json = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Each package's name, its folder, and where its exports lead. */
export function workspaces() {
  return json(join(root, 'package.json')).workspaces.map((folder) => {
    const manifest = json(join(root, folder, 'package.json'))
    const entries = Object.entries(manifest.exports ?? {}).map(([path, target]) => ({
      specifier: path === '.' ? manifest.name : `${manifest.name}/${path.slice(2)}`,
      targets: typeof target === 'string' ? [target] : Object.values(target),
    }))
    return { folder: join(root, folder), manifest, entries }
  })
}

/** Packs every workspace into a folder, or only tells what would be packed: `{ name, version, filename, size, unpackedSize, files }`. */
export function packAll(destination) {
  const where = destination === undefined ? ['--dry-run'] : ['--pack-destination', destination]
  const run = runNpm(['pack', '--workspaces', '--json', ...where], { cwd: root })
  if (run.status !== 0) throw new Error(`npm pack failed: ${run.stderr}`)
  return Object.values(JSON.parse(run.stdout))
}

const ours = [/^(package\.json|README\.md|LICENSE)$/, /^dist\/[^.]\S*(\.js|\.d\.ts)$/]
// Keys that end in EXAMPLE are those of AWS’s own pages.
const secrets = [
  /AKIA(?![A-Z0-9]*EXAMPLE)[A-Z0-9]{16}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /[\s'"`(]\/(?:root|home|Users)\/\w+\//,
]

/** What is wrong with the files of one package, as sentences; none if all is well. */
export function problemsOf(pack, { folder, manifest, entries }) {
  const paths = pack.files.map((file) => file.path)
  const named = (manifest.files ?? []).filter((name) => name !== 'dist' && !name.startsWith('!'))
  const isNamed = (path) => named.some((name) => path === name || path.startsWith(`${name}/`))
  const wanted = [
    'package.json',
    'README.md',
    'LICENSE',
    ...entries.flatMap((entry) => entry.targets),
    ...Object.values(manifest.bin ?? {}),
  ].map((path) => path.replace(/^\.\//, ''))
  return [
    ...wanted.filter((path) => !paths.includes(path)).map((path) => `${path} is missing`),
    ...paths
      .filter(
        (path) =>
          (!isNamed(path) && !ours.some((rule) => rule.test(path))) || /\.test\.|mutants[-\w]*\.json$/.test(path),
      )
      .map((path) => `${path} does not belong there`),
    ...paths.flatMap((path) => inText(path, readFileSync(join(folder, path), 'utf8'))),
  ]
}

function inText(path, text) {
  const found = secrets.filter((rule) => rule.test(text)).map((rule) => `${path} has what ${rule} finds`)
  if (/^\/\/# sourceMappingURL=/m.test(text)) found.push(`${path} names a source map that is not there`)
  return found
}

/** Built files whose source is gone: they would be published with the rest. */
export function staleFiles(pack, { folder }) {
  return pack.files
    .map((file) => file.path)
    .filter((path) => /^dist\/.*\.js$/.test(path))
    .filter((path) => !existsSync(join(folder, path.replace(/^dist\//, 'src/').replace(/\.js$/, '.ts'))))
}
