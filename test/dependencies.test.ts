import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readTable, tablesOf } from './architecture/read-law.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const json = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'))

interface Manifest {
  readonly name?: string
  readonly scripts?: Record<string, string>
  readonly dependencies?: Record<string, string>
  readonly devDependencies?: Record<string, string>
}

const workspaces: string[] = json('package.json').workspaces
const manifests: [string, Manifest][] = ['.', ...workspaces, 'bench']
  .filter((folder) => existsSync(join(root, folder, 'package.json')))
  .map((folder) => [folder, json(join(folder, 'package.json'))])

test('every dependency has a line with its reason, and every line its dependency', () => {
  const page = tablesOf(readFileSync(join(root, 'docs/dependencies.md'), 'utf8'))
  const rows = readTable(page, ['package', 'used by', 'why'])
  const documented = rows.map((row) => `${row['package']} in ${row['used by']}`)
  const declared = manifests.flatMap(([folder, manifest]) =>
    Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter((name) => !name.startsWith('@outcrop/'))
      .map((name) => `${name} in ${folder === '.' ? 'tests and tools' : folder}`),
  )
  expect(documented.toSorted()).toEqual(declared.toSorted())
  for (const row of rows) expect(row['why']!.length, row['package']!).toBeGreaterThan(20)
})

test('no package of ours has an install script', () => {
  for (const [folder, manifest] of manifests)
    for (const moment of ['preinstall', 'install', 'postinstall', 'prepare'])
      expect(manifest.scripts?.[moment], `${moment} of ${folder}`).toBeUndefined()
})

test('no package that is installed runs a script at install time', () => {
  const lock: { packages: Record<string, { hasInstallScript?: boolean }> } = json('package-lock.json')
  const scripted = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript === true)
  expect(scripted.map(([path]) => path)).toEqual([])
})
